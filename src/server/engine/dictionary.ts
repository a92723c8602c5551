/** Strings -> small numbers, one for each spelling; a number is free again when the last use of its string is gone. */
export class Dictionary {
  readonly #codeOf = new Map<string, number>();
  /** Lower case -> codes of the spellings that are not in lower case themselves. */
  readonly #variants = new Map<string, number[]>();
  readonly #spellings: (string | undefined)[] = [];
  readonly #uses: number[] = [];
  readonly #free: number[] = [];

  /** Counts one more use. */
  add(text: string): number {
    const known = this.#codeOf.get(text);
    if (known !== undefined) {
      this.#uses[known] = (this.#uses[known] as number) + 1;
      return known;
    }
    const code = this.#free.pop() ?? this.#spellings.length;
    this.#codeOf.set(text, code);
    this.#spellings[code] = text;
    this.#uses[code] = 1;
    const lower = text.toLowerCase();
    if (lower !== text) this.#variants.set(lower, [...(this.#variants.get(lower) ?? []), code]);
    return code;
  }

  /** Counts one use less. */
  remove(text: string): number | undefined {
    const code = this.#codeOf.get(text);
    if (code === undefined) return undefined;
    const uses = (this.#uses[code] as number) - 1;
    this.#uses[code] = uses;
    if (uses > 0) return code;
    this.#codeOf.delete(text);
    this.#spellings[code] = undefined;
    this.#free.push(code);
    const lower = text.toLowerCase();
    const others = this.#variants.get(lower)?.filter((other) => other !== code) ?? [];
    if (others.length === 0) this.#variants.delete(lower);
    else this.#variants.set(lower, others);
    return code;
  }

  /** The code of the string as it is spelt. */
  exactly(text: string): number[] {
    const code = this.#codeOf.get(text);
    return code === undefined ? [] : [code];
  }

  /** The codes of all spellings that are the same in lower case. */
  inAnyCase(text: string): number[] {
    const lower = text.toLowerCase();
    return [...this.exactly(lower), ...(this.#variants.get(lower) ?? [])];
  }

  /** The codes of the strings that pass a test. */
  where(test: (text: string) => boolean): number[] {
    const codes: number[] = [];
    this.#spellings.forEach((text, code) => {
      if (text !== undefined && test(text)) codes.push(code);
    });
    return codes;
  }
}
