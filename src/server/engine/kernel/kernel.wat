;; The vector kernel: how near rows of a matrix are to query vectors.
;;
;; Four functions measure, with one signature, and one looks for what is near enough. All arguments but $count are byte addresses, or a length in bytes:
;;
;;   $query   the query, $stride bytes; for the functions that end in 4 four queries, their groups of four float32
;;            interleaved: the first group of each, the second group of each, ...
;;   $matrix  where row 0 begins; row n begins at $matrix + n * $stride
;;   $stride  bytes of a row: a multiple of 16, since a row is read in groups of four float32
;;   $rows    the numbers of the rows to measure, $count of them, as u32; any rows in any order
;;   $out     $count float32, each raised to how near its row is: out[i] = max(out[i], nearness)
;;
;; Nearness is the inner product (dot), or minus the squared euclidean distance (near): greater is nearer in both.
;; A sum that overflows float32 becomes NaN, which max passes on, so that the caller sees it and measures again.
;;
;; What bounds the speed is reading the matrix. With one query, four sums of four lanes each hide the latency of the
;; additions. With four queries each has one sum, and a group of the row, once loaded, serves all four.
;; Nothing is called, not even once a row: engines do not inline calls within a module.
;;
;; `npm run build:kernel` makes kernel-bytes.ts of this file.

(module
  (import "host" "memory" (memory 1))

  ;; One query, inner product.
  (func (export "dot")
    (param $query i32) (param $matrix i32) (param $stride i32) (param $rows i32) (param $count i32) (param $out i32)
    (local $row i32) (local $at i32) (local $end i32) (local $wholeEnd i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $end (i32.add (local.get $query) (local.get $stride)))
    ;; Whole turns take 64 bytes; what is left of a row goes 16 at a time.
    (local.set $wholeEnd (i32.add (local.get $query) (i32.and (local.get $stride) (i32.const -64))))
    (block $done
      (loop $nextRow
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $row
          (i32.add (local.get $matrix) (i32.mul (i32.load (local.get $rows)) (local.get $stride))))
        (local.set $at (local.get $query))
        (local.set $a (v128.const f32x4 0 0 0 0))
        (local.set $b (v128.const f32x4 0 0 0 0))
        (local.set $c (v128.const f32x4 0 0 0 0))
        (local.set $d (v128.const f32x4 0 0 0 0))
        (block $wholeDone
          (loop $whole
            (br_if $wholeDone (i32.ge_u (local.get $at) (local.get $wholeEnd)))
            (local.set $a (f32x4.add (local.get $a)
              (f32x4.mul (v128.load (local.get $at)) (v128.load (local.get $row)))))
            (local.set $b (f32x4.add (local.get $b)
              (f32x4.mul (v128.load offset=16 (local.get $at)) (v128.load offset=16 (local.get $row)))))
            (local.set $c (f32x4.add (local.get $c)
              (f32x4.mul (v128.load offset=32 (local.get $at)) (v128.load offset=32 (local.get $row)))))
            (local.set $d (f32x4.add (local.get $d)
              (f32x4.mul (v128.load offset=48 (local.get $at)) (v128.load offset=48 (local.get $row)))))
            (local.set $at (i32.add (local.get $at) (i32.const 64)))
            (local.set $row (i32.add (local.get $row) (i32.const 64)))
            (br $whole)))
        (block $restDone
          (loop $rest
            (br_if $restDone (i32.ge_u (local.get $at) (local.get $end)))
            (local.set $a (f32x4.add (local.get $a)
              (f32x4.mul (v128.load (local.get $at)) (v128.load (local.get $row)))))
            (local.set $at (i32.add (local.get $at) (i32.const 16)))
            (local.set $row (i32.add (local.get $row) (i32.const 16)))
            (br $rest)))
        ;; The sum of all lanes, in every lane.
        (local.set $a (f32x4.add
          (f32x4.add (local.get $a) (local.get $b))
          (f32x4.add (local.get $c) (local.get $d))))
        (local.set $a (f32x4.add (local.get $a)
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $a) (local.get $a))))
        (local.set $a (f32x4.add (local.get $a)
          (i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11 (local.get $a) (local.get $a))))
        ;; a - a is 0 for finite values and NaN for infinite ones.
        (local.set $a (f32x4.add (local.get $a) (f32x4.sub (local.get $a) (local.get $a))))
        (v128.store32_lane 0 (local.get $out)
          (f32x4.max (local.get $a) (v128.load32_splat (local.get $out))))
        (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $nextRow))))

  ;; One query, minus the squared distance.
  (func (export "near")
    (param $query i32) (param $matrix i32) (param $stride i32) (param $rows i32) (param $count i32) (param $out i32)
    (local $row i32) (local $at i32) (local $end i32) (local $wholeEnd i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128) (local $gap v128)
    (local.set $end (i32.add (local.get $query) (local.get $stride)))
    ;; Whole turns take 64 bytes; what is left of a row goes 16 at a time.
    (local.set $wholeEnd (i32.add (local.get $query) (i32.and (local.get $stride) (i32.const -64))))
    (block $done
      (loop $nextRow
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $row
          (i32.add (local.get $matrix) (i32.mul (i32.load (local.get $rows)) (local.get $stride))))
        (local.set $at (local.get $query))
        (local.set $a (v128.const f32x4 0 0 0 0))
        (local.set $b (v128.const f32x4 0 0 0 0))
        (local.set $c (v128.const f32x4 0 0 0 0))
        (local.set $d (v128.const f32x4 0 0 0 0))
        (block $wholeDone
          (loop $whole
            (br_if $wholeDone (i32.ge_u (local.get $at) (local.get $wholeEnd)))
            (local.set $gap (f32x4.sub (v128.load (local.get $at)) (v128.load (local.get $row))))
            (local.set $a (f32x4.sub (local.get $a) (f32x4.mul (local.get $gap) (local.get $gap))))
            (local.set $gap (f32x4.sub (v128.load offset=16 (local.get $at)) (v128.load offset=16 (local.get $row))))
            (local.set $b (f32x4.sub (local.get $b) (f32x4.mul (local.get $gap) (local.get $gap))))
            (local.set $gap (f32x4.sub (v128.load offset=32 (local.get $at)) (v128.load offset=32 (local.get $row))))
            (local.set $c (f32x4.sub (local.get $c) (f32x4.mul (local.get $gap) (local.get $gap))))
            (local.set $gap (f32x4.sub (v128.load offset=48 (local.get $at)) (v128.load offset=48 (local.get $row))))
            (local.set $d (f32x4.sub (local.get $d) (f32x4.mul (local.get $gap) (local.get $gap))))
            (local.set $at (i32.add (local.get $at) (i32.const 64)))
            (local.set $row (i32.add (local.get $row) (i32.const 64)))
            (br $whole)))
        (block $restDone
          (loop $rest
            (br_if $restDone (i32.ge_u (local.get $at) (local.get $end)))
            (local.set $gap (f32x4.sub (v128.load (local.get $at)) (v128.load (local.get $row))))
            (local.set $a (f32x4.sub (local.get $a) (f32x4.mul (local.get $gap) (local.get $gap))))
            (local.set $at (i32.add (local.get $at) (i32.const 16)))
            (local.set $row (i32.add (local.get $row) (i32.const 16)))
            (br $rest)))
        ;; The sum of all lanes, in every lane.
        (local.set $a (f32x4.add
          (f32x4.add (local.get $a) (local.get $b))
          (f32x4.add (local.get $c) (local.get $d))))
        (local.set $a (f32x4.add (local.get $a)
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $a) (local.get $a))))
        (local.set $a (f32x4.add (local.get $a)
          (i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11 (local.get $a) (local.get $a))))
        ;; a - a is 0 for finite values and NaN for infinite ones.
        (local.set $a (f32x4.add (local.get $a) (f32x4.sub (local.get $a) (local.get $a))))
        (v128.store32_lane 0 (local.get $out)
          (f32x4.max (local.get $a) (v128.load32_splat (local.get $out))))
        (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $nextRow))))

  ;; Four queries, inner product.
  (func (export "dot4")
    (param $query i32) (param $matrix i32) (param $stride i32) (param $rows i32) (param $count i32) (param $out i32)
    (local $row i32) (local $at i32) (local $end i32)
    (local $group v128) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $end (i32.add (local.get $query) (i32.shl (local.get $stride) (i32.const 2))))
    (block $done
      (loop $nextRow
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $row
          (i32.add (local.get $matrix) (i32.mul (i32.load (local.get $rows)) (local.get $stride))))
        (local.set $at (local.get $query))
        (local.set $a (v128.const f32x4 0 0 0 0))
        (local.set $b (v128.const f32x4 0 0 0 0))
        (local.set $c (v128.const f32x4 0 0 0 0))
        (local.set $d (v128.const f32x4 0 0 0 0))
        (block $rowDone
          (loop $groups
            (br_if $rowDone (i32.ge_u (local.get $at) (local.get $end)))
            (local.set $group (v128.load (local.get $row)))
            (local.set $a (f32x4.add (local.get $a) (f32x4.mul (v128.load (local.get $at)) (local.get $group))))
            (local.set $b (f32x4.add (local.get $b)
              (f32x4.mul (v128.load offset=16 (local.get $at)) (local.get $group))))
            (local.set $c (f32x4.add (local.get $c)
              (f32x4.mul (v128.load offset=32 (local.get $at)) (local.get $group))))
            (local.set $d (f32x4.add (local.get $d)
              (f32x4.mul (v128.load offset=48 (local.get $at)) (local.get $group))))
            (local.set $at (i32.add (local.get $at) (i32.const 64)))
            (local.set $row (i32.add (local.get $row) (i32.const 16)))
            (br $groups)))
        ;; a, b: the sums of lanes 0 and 2, then 1 and 3, as a b a b; c, d likewise.
        (local.set $a (f32x4.add
          (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a) (local.get $b))
          (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a) (local.get $b))))
        (local.set $c (f32x4.add
          (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $c) (local.get $d))
          (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $c) (local.get $d))))
        ;; The sums a b c d, one for each query.
        (local.set $a (f32x4.add
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $a) (local.get $c))
          (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $a) (local.get $c))))
        ;; a - a is 0 for finite values and NaN for infinite ones.
        (local.set $a (f32x4.add (local.get $a) (f32x4.sub (local.get $a) (local.get $a))))
        ;; The greatest of the four, in every lane.
        (local.set $a (f32x4.max (local.get $a)
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $a) (local.get $a))))
        (local.set $a (f32x4.max (local.get $a)
          (i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11 (local.get $a) (local.get $a))))
        (v128.store32_lane 0 (local.get $out)
          (f32x4.max (local.get $a) (v128.load32_splat (local.get $out))))
        (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $nextRow))))

  ;; Four queries, minus the squared distance.
  (func (export "near4")
    (param $query i32) (param $matrix i32) (param $stride i32) (param $rows i32) (param $count i32) (param $out i32)
    (local $row i32) (local $at i32) (local $end i32)
    (local $group v128) (local $a v128) (local $b v128) (local $c v128) (local $d v128) (local $gap v128)
    (local.set $end (i32.add (local.get $query) (i32.shl (local.get $stride) (i32.const 2))))
    (block $done
      (loop $nextRow
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $row
          (i32.add (local.get $matrix) (i32.mul (i32.load (local.get $rows)) (local.get $stride))))
        (local.set $at (local.get $query))
        (local.set $a (v128.const f32x4 0 0 0 0))
        (local.set $b (v128.const f32x4 0 0 0 0))
        (local.set $c (v128.const f32x4 0 0 0 0))
        (local.set $d (v128.const f32x4 0 0 0 0))
        (block $rowDone
          (loop $groups
            (br_if $rowDone (i32.ge_u (local.get $at) (local.get $end)))
            (local.set $group (v128.load (local.get $row)))
            (local.set $gap (f32x4.sub (v128.load (local.get $at)) (local.get $group)))
            (local.set $a (f32x4.sub (local.get $a) (f32x4.mul (local.get $gap) (local.get $gap))))
            (local.set $gap (f32x4.sub (v128.load offset=16 (local.get $at)) (local.get $group)))
            (local.set $b (f32x4.sub (local.get $b) (f32x4.mul (local.get $gap) (local.get $gap))))
            (local.set $gap (f32x4.sub (v128.load offset=32 (local.get $at)) (local.get $group)))
            (local.set $c (f32x4.sub (local.get $c) (f32x4.mul (local.get $gap) (local.get $gap))))
            (local.set $gap (f32x4.sub (v128.load offset=48 (local.get $at)) (local.get $group)))
            (local.set $d (f32x4.sub (local.get $d) (f32x4.mul (local.get $gap) (local.get $gap))))
            (local.set $at (i32.add (local.get $at) (i32.const 64)))
            (local.set $row (i32.add (local.get $row) (i32.const 16)))
            (br $groups)))
        ;; a, b: the sums of lanes 0 and 2, then 1 and 3, as a b a b; c, d likewise.
        (local.set $a (f32x4.add
          (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a) (local.get $b))
          (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a) (local.get $b))))
        (local.set $c (f32x4.add
          (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $c) (local.get $d))
          (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $c) (local.get $d))))
        ;; The sums a b c d, one for each query.
        (local.set $a (f32x4.add
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $a) (local.get $c))
          (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $a) (local.get $c))))
        ;; a - a is 0 for finite values and NaN for infinite ones.
        (local.set $a (f32x4.add (local.get $a) (f32x4.sub (local.get $a) (local.get $a))))
        ;; The greatest of the four, in every lane.
        (local.set $a (f32x4.max (local.get $a)
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $a) (local.get $a))))
        (local.set $a (f32x4.max (local.get $a)
          (i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11 (local.get $a) (local.get $a))))
        (v128.store32_lane 0 (local.get $out)
          (f32x4.max (local.get $a) (v128.load32_splat (local.get $out))))
        (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $nextRow))))

  ;; The first place from $from on, below $count, whose value times factor is not below $least; $count when there is none.
  ;; What is NaN is never below. $values holds float32, $factors and $least are float64. Two places a turn: a turn may
  ;; read one place beyond $count, where the memory holds more.
  (func (export "above")
    (param $values i32) (param $factors i32) (param $from i32) (param $count i32) (param $least f64) (result i32)
    (local $bar v128)
    (local.set $bar (f64x2.splat (local.get $least)))
    (block $found
      (loop $next
        (br_if $found (i32.ge_u (local.get $from) (local.get $count)))
        (br_if $found (i32.eqz (i64x2.all_true (f64x2.lt
          (f64x2.mul
            (f64x2.promote_low_f32x4
              (v128.load64_zero (i32.add (local.get $values) (i32.shl (local.get $from) (i32.const 2)))))
            (v128.load (i32.add (local.get $factors) (i32.shl (local.get $from) (i32.const 3)))))
          (local.get $bar)))))
        (local.set $from (i32.add (local.get $from) (i32.const 2)))
        (br $next)))
    ;; The turn ended at two places, of which the first may be below.
    (if (i32.lt_u (local.get $from) (local.get $count))
      (then
        (if
          (f64.lt
            (f64.mul
              (f64.promote_f32
                (f32.load (i32.add (local.get $values) (i32.shl (local.get $from) (i32.const 2)))))
              (f64.load (i32.add (local.get $factors) (i32.shl (local.get $from) (i32.const 3)))))
            (local.get $least))
          (then (local.set $from (i32.add (local.get $from) (i32.const 1)))))))
    (select (local.get $from) (local.get $count) (i32.lt_u (local.get $from) (local.get $count))))
)
