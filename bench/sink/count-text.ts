/** Counts a text's occurrences in bytes that arrive in pieces. */
export function textCounter(text: string): { add(chunk: Buffer, start: number, end: number): void; count: number } {
  const needle = Buffer.from(text);
  let tail = Buffer.alloc(0);
  const counter = {
    count: 0,
    add(chunk: Buffer, start: number, end: number): void {
      const part = chunk.subarray(start, end);
      // An occurrence across the seam: the end of what came before with the beginning of this.
      const seam = Buffer.concat([tail, part.subarray(0, needle.length - 1)]);
      counter.count += occurrences(seam) + occurrences(part);
      const whole = part.length >= needle.length - 1 ? part : Buffer.concat([tail, part]);
      tail = Buffer.from(whole.subarray(Math.max(0, whole.length - needle.length + 1)));
    },
  };
  return counter;

  function occurrences(bytes: Buffer): number {
    let found = 0;
    for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at + needle.length)) found += 1;
    return found;
  }
}
