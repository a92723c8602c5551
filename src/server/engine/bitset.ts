/** A set of small whole numbers, one bit each. It grows as numbers are added; what lies beyond its end is not in it. */
export class Bitset {
  #words: Uint32Array;

  /** Room for the numbers below `capacity`. */
  constructor(capacity = 0) {
    this.#words = new Uint32Array(Math.ceil(capacity / 32));
  }

  static of(numbers: Iterable<number>): Bitset {
    const set = new Bitset();
    for (const number of numbers) set.add(number);
    return set;
  }

  has(number: number): boolean {
    // Past the end there is `undefined`, which `&` takes for 0.
    return ((this.#words[number >>> 5] as number) & (1 << (number & 31))) !== 0;
  }

  add(number: number): void {
    const at = number >>> 5;
    if (at >= this.#words.length) this.#grow(at + 1);
    this.#words[at] = (this.#words[at] as number) | (1 << (number & 31));
  }

  delete(number: number): void {
    const at = number >>> 5;
    if (at < this.#words.length) this.#words[at] = (this.#words[at] as number) & ~(1 << (number & 31));
  }

  count(): number {
    let total = 0;
    for (const word of this.#words) total += onesIn(word);
    return total;
  }

  addAll(other: Bitset): void {
    if (other.#words.length > this.#words.length) this.#grow(other.#words.length);
    for (let i = 0; i < other.#words.length; i++) {
      this.#words[i] = (this.#words[i] as number) | (other.#words[i] as number);
    }
  }

  /** What is in both. */
  and(other: Bitset): Bitset {
    const length = Math.min(this.#words.length, other.#words.length);
    const both = new Bitset(length * 32);
    for (let i = 0; i < length; i++) both.#words[i] = (this.#words[i] as number) & (other.#words[i] as number);
    return both;
  }

  /** What is in one of the two. */
  or(other: Bitset): Bitset {
    const either = this.clone();
    either.addAll(other);
    return either;
  }

  /** What is in this one and not in the other. */
  without(other: Bitset): Bitset {
    const rest = this.clone();
    const length = Math.min(this.#words.length, other.#words.length);
    for (let i = 0; i < length; i++) rest.#words[i] = (rest.#words[i] as number) & ~(other.#words[i] as number);
    return rest;
  }

  clone(): Bitset {
    const copy = new Bitset();
    copy.#words = this.#words.slice();
    return copy;
  }

  /** Ascending. */
  toArray(): Uint32Array {
    const numbers = new Uint32Array(this.count());
    let found = 0;
    for (let at = 0; at < this.#words.length; at++) {
      let word = this.#words[at] as number;
      while (word !== 0) {
        const lowest = word & -word;
        numbers[found++] = at * 32 + 31 - Math.clz32(lowest);
        word ^= lowest;
      }
    }
    return numbers;
  }

  #grow(words: number): void {
    const grown = new Uint32Array(Math.max(words, this.#words.length * 2));
    grown.set(this.#words);
    this.#words = grown;
  }
}

/** How many bits of 32 are set: sums over pairs, then groups of 4, then 8; the multiplication adds up the four bytes. */
function onesIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
