;; The digit kernel: float32 values as the shortest decimals that read back as the same float32.
;; It does what `appendCommon` in float32-digits.ts does, two values at a time, one in each half of a vector register.
;;
;; The memory, whose tables wasm-digits.ts fills:
;;
;;      0   by exponent, from 2^-19 to 2^2, for the values below the next power of ten and for those from it on, 32 bytes:
;;            f64  the power of ten that makes a number of 8 digits of such a value
;;            f64  times that, half the distance between two neighbours: a decimal that is nearer reads back as the value
;;            i32  how many decimals the 8 digits have
;;   1408   by exponent: the bits of the least float32 from the next power of ten on
;;   1496   where the text ended, as `write` leaves it
;;   2048   the values and behind them the text
;;
;; Two values with all their digits take about as long as one, since nothing is decided by a branch that goes either way
;; at random: 8 digits or 7, the sign, zeros behind the point. What is done for $a and again for $b is spelt out, since
;; engines do not inline calls within a module.
;;
;; `npm run build:kernel` makes digits-bytes.ts of this file.

(module
  (memory (export "memory") 1)

  ;; Takes off digits while what is left still reads back: from the 7 that do to as few as there are.
  ;; $dropped counts them. -1: too near to call, or rounded up to the next power of ten.
  (func $shorten
    (param $scaled f64) (param $limit f64) (param $digits f64) (param $dropped i32) (result f64 i32)
    (local $step f64) (local $shorter f64) (local $off f64)
    (local.set $step (f64.const 100))
    (loop $next
      (local.set $shorter (f64.mul (local.get $step)
        (f64.floor (f64.add (f64.div (local.get $scaled) (local.get $step)) (f64.const 0.5)))))
      (local.set $off (f64.abs (f64.sub (local.get $shorter) (local.get $scaled))))
      (if (f64.le (local.get $off) (f64.sub (local.get $limit) (f64.const 1e-5)))
        (then
          (local.set $digits (local.get $shorter))
          (local.set $dropped (i32.add (local.get $dropped) (i32.const 1)))
          (local.set $step (f64.mul (local.get $step) (f64.const 10)))
          (br $next))))
    (if (i32.or
          (f64.lt (local.get $off) (f64.add (local.get $limit) (f64.const 1e-5)))
          (f64.ge (local.get $digits) (f64.const 1e8)))
      (then (local.set $dropped (i32.const -1))))
    (local.get $digits)
    (local.get $dropped))

  ;; Writes the values from $from up to $end, both addresses, as text at $at, each with a comma before it.
  ;; Stops at a pair with a value of a rarer kind, or before the last value when their number is odd; returns its address.
  ;; Behind the text up to 16 bytes are overwritten.
  (func (export "write") (param $from i32) (param $end i32) (param $at i32) (result i32)
    ;; Of each value: its bits, its exponent less that of 2^-19, where its row of the table is, how many of its 8 digits are dropped.
    (local $a i32) (local $exponentA i32) (local $rowA i32) (local $droppedA i32)
    (local $b i32) (local $exponentB i32) (local $rowB i32) (local $droppedB i32)
    (local $first v128) (local $second v128)
    (local $scaled v128) (local $limit v128) (local $surely v128) (local $maybe v128)
    (local $eight v128) (local $seven v128) (local $six v128) (local $off7 v128) (local $isSeven v128)
    (local $digits v128) (local $upper v128) (local $parts v128) (local $tens v128)
    (local $shortened f64) (local $decimals i32)
    (block $stop
      (loop $pair
        (br_if $stop (i32.gt_u (i32.add (local.get $from) (i32.const 8)) (local.get $end)))
        (local.set $a (i32.load (local.get $from)))
        (local.set $b (i32.load offset=4 (local.get $from)))
        (local.set $exponentA
          (i32.sub (i32.and (i32.shr_u (local.get $a) (i32.const 23)) (i32.const 0xff)) (i32.const 108)))
        (local.set $exponentB
          (i32.sub (i32.and (i32.shr_u (local.get $b) (i32.const 23)) (i32.const 0xff)) (i32.const 108)))
        (br_if $stop (i32.gt_u (local.get $exponentA) (i32.const 21)))
        (br_if $stop (i32.gt_u (local.get $exponentB) (i32.const 21)))
        ;; The neighbours of a power of two are not equally far away.
        (br_if $stop (i32.eqz (i32.shl (local.get $a) (i32.const 9))))
        (br_if $stop (i32.eqz (i32.shl (local.get $b) (i32.const 9))))

        (local.set $rowA (i32.shl
          (i32.add
            (i32.shl (local.get $exponentA) (i32.const 1))
            (i32.ge_u
              (i32.and (local.get $a) (i32.const 0x7fffffff))
              (i32.load offset=1408 (i32.shl (local.get $exponentA) (i32.const 2)))))
          (i32.const 5)))
        (local.set $rowB (i32.shl
          (i32.add
            (i32.shl (local.get $exponentB) (i32.const 1))
            (i32.ge_u
              (i32.and (local.get $b) (i32.const 0x7fffffff))
              (i32.load offset=1408 (i32.shl (local.get $exponentB) (i32.const 2)))))
          (i32.const 5)))
        (local.set $first (v128.load (local.get $rowA)))
        (local.set $second (v128.load (local.get $rowB)))
        ;; The lower halves of both rows, then the upper ones.
        (local.set $scaled (f64x2.mul
          (f64x2.abs (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $from))))
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $first) (local.get $second))))
        (local.set $limit
          (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $first) (local.get $second)))

        ;; Doubles are exact to 1e-8 here; nearer than 1e-5 to the limit, the slower way decides.
        (local.set $surely (f64x2.sub (local.get $limit) (v128.const f64x2 1e-5 1e-5)))
        (local.set $maybe (f64x2.add (local.get $limit) (v128.const f64x2 1e-5 1e-5)))
        (local.set $eight (f64x2.floor (f64x2.add (local.get $scaled) (v128.const f64x2 0.5 0.5))))
        (local.set $seven (f64x2.mul (v128.const f64x2 10 10) (f64x2.floor (f64x2.add
          (f64x2.mul (local.get $scaled) (v128.const f64x2 0.1 0.1)) (v128.const f64x2 0.5 0.5)))))
        (local.set $six (f64x2.mul (v128.const f64x2 100 100) (f64x2.floor (f64x2.add
          (f64x2.mul (local.get $scaled) (v128.const f64x2 0.01 0.01)) (v128.const f64x2 0.5 0.5)))))
        (local.set $off7 (f64x2.abs (f64x2.sub (local.get $seven) (local.get $scaled))))
        ;; 8 digits do not do, or it is unclear whether 7 do.
        (br_if $stop (i64x2.bitmask (v128.or
          (f64x2.ge (f64x2.abs (f64x2.sub (local.get $eight) (local.get $scaled))) (local.get $surely))
          (v128.and
            (f64x2.gt (local.get $off7) (local.get $surely))
            (f64x2.lt (local.get $off7) (local.get $maybe))))))
        (local.set $isSeven (f64x2.lt (local.get $off7) (local.get $limit)))
        (local.set $digits (v128.bitselect (local.get $seven) (local.get $eight) (local.get $isSeven)))
        (local.set $droppedA (i32.and (i32x4.extract_lane 0 (local.get $isSeven)) (i32.const 1)))
        (local.set $droppedB (i32.and (i32x4.extract_lane 2 (local.get $isSeven)) (i32.const 1)))
        (if (i64x2.bitmask (f64x2.lt (f64x2.abs (f64x2.sub (local.get $six) (local.get $scaled))) (local.get $maybe)))
          (then
            (call $shorten
              (f64x2.extract_lane 0 (local.get $scaled)) (f64x2.extract_lane 0 (local.get $limit))
              (f64x2.extract_lane 0 (local.get $digits)) (local.get $droppedA))
            (local.set $droppedA)
            (local.set $shortened)
            (local.set $digits (f64x2.replace_lane 0 (local.get $digits) (local.get $shortened)))
            (call $shorten
              (f64x2.extract_lane 1 (local.get $scaled)) (f64x2.extract_lane 1 (local.get $limit))
              (f64x2.extract_lane 1 (local.get $digits)) (local.get $droppedB))
            (local.set $droppedB)
            (local.set $shortened)
            (local.set $digits (f64x2.replace_lane 1 (local.get $digits) (local.get $shortened)))
            (br_if $stop (i32.lt_s (i32.or (local.get $droppedA) (local.get $droppedB)) (i32.const 0)))))

        ;; 8 digits are halved three times: 4 and 4 digits in 32 bits each, 2 and 2 in 16 bits, single ones in 8 bits.
        ;; Added to 2^52, a whole number stands in the lowest bits of its double.
        (local.set $upper (f64x2.floor (f64x2.mul
          (f64x2.add (local.get $digits) (v128.const f64x2 0.5 0.5)) (v128.const f64x2 1e-4 1e-4))))
        (local.set $parts (v128.or
          (v128.and
            (f64x2.add (local.get $upper) (v128.const f64x2 0x1p52 0x1p52))
            (v128.const i32x4 -1 0 -1 0))
          (i64x2.shl
            (f64x2.add
              (f64x2.sub (local.get $digits) (f64x2.mul (local.get $upper) (v128.const f64x2 1e4 1e4)))
              (v128.const f64x2 0x1p52 0x1p52))
            (i32.const 32))))
        ;; Below 10^4, x * 10486 >> 20 is x / 100. With one 16-bit factor in each 32 bits, `dot` is a plain product.
        (local.set $tens (i32x4.shr_u
          (i32x4.dot_i16x8_s (local.get $parts) (v128.const i32x4 10486 10486 10486 10486))
          (i32.const 20)))
        (local.set $parts (v128.or
          (local.get $tens)
          (i32x4.shl
            (i32x4.sub
              (local.get $parts)
              (i32x4.dot_i16x8_s (local.get $tens) (v128.const i32x4 100 100 100 100)))
            (i32.const 16))))
        ;; Below 100, x * 103 >> 10 is x / 10, and x * 256 - x / 10 * 2559 has that in its lower byte, the rest in its upper one.
        (local.set $tens (i16x8.shr_u
          (i16x8.mul (local.get $parts) (v128.const i16x8 103 103 103 103 103 103 103 103))
          (i32.const 10)))
        (local.set $parts (v128.or
          (v128.const i32x4 0x30303030 0x30303030 0x30303030 0x30303030)
          (i16x8.sub
            (i16x8.shl (local.get $parts) (i32.const 8))
            (i16x8.mul (local.get $tens) (v128.const i16x8 2559 2559 2559 2559 2559 2559 2559 2559)))))

        ;; `,-`, of which the next write takes the minus back, `0.000000`, then 8 digits where they belong, then the digit
        ;; before the point and the point again. That digit is the mantissa without what is behind its point.
        (i32.store16 (local.get $at) (i32.const 0x2d2c))
        (local.set $at
          (i32.add (i32.add (local.get $at) (i32.const 1)) (i32.shr_u (local.get $a) (i32.const 31))))
        (i64.store (local.get $at) (i64.const 0x3030303030302e30))
        (local.set $decimals (i32.load offset=16 (local.get $rowA)))
        (v128.store64_lane 0
          (i32.sub (i32.add (local.get $at) (local.get $decimals)) (i32.const 6)) (local.get $parts))
        (i32.store16 (local.get $at) (i32.add (i32.const 0x2e30) (i32.wrap_i64 (i64.shr_u
          (i64.extend_i32_u (i32.or (i32.and (local.get $a) (i32.const 0x7fffff)) (i32.const 0x800000)))
          (i64.extend_i32_u (i32.sub (i32.const 42) (local.get $exponentA)))))))
        ;; Without decimals there is no point either.
        (local.set $at (i32.sub
          (i32.sub (i32.add (i32.add (local.get $at) (i32.const 2)) (local.get $decimals)) (local.get $droppedA))
          (i32.eq (local.get $droppedA) (local.get $decimals))))

        ;; The same for $b.
        (i32.store16 (local.get $at) (i32.const 0x2d2c))
        (local.set $at
          (i32.add (i32.add (local.get $at) (i32.const 1)) (i32.shr_u (local.get $b) (i32.const 31))))
        (i64.store (local.get $at) (i64.const 0x3030303030302e30))
        (local.set $decimals (i32.load offset=16 (local.get $rowB)))
        (v128.store64_lane 1
          (i32.sub (i32.add (local.get $at) (local.get $decimals)) (i32.const 6)) (local.get $parts))
        (i32.store16 (local.get $at) (i32.add (i32.const 0x2e30) (i32.wrap_i64 (i64.shr_u
          (i64.extend_i32_u (i32.or (i32.and (local.get $b) (i32.const 0x7fffff)) (i32.const 0x800000)))
          (i64.extend_i32_u (i32.sub (i32.const 42) (local.get $exponentB)))))))
        (local.set $at (i32.sub
          (i32.sub (i32.add (i32.add (local.get $at) (i32.const 2)) (local.get $decimals)) (local.get $droppedB))
          (i32.eq (local.get $droppedB) (local.get $decimals))))

        (local.set $from (i32.add (local.get $from) (i32.const 8)))
        (br $pair)))
    (i32.store offset=1496 (i32.const 0) (local.get $at))
    (local.get $from)))
