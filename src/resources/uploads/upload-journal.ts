/**
 * Where a run of uploads notes what is done, so that a killed one goes on. A path (Node) is a file that lines are appended
 * to; anything that can give back what was appended will do.
 *
 * @example
 * const lines: string[] = [];
 * const journal: UploadJournal = { read: () => lines, append: (line) => void lines.push(line) };
 */
export interface UploadJournal {
  /** Every line so far, in order; none when nothing was noted yet. */
  read(): Iterable<string> | Promise<Iterable<string>>;
  /** Keeps a line, without a line break in it. Resolves when it would survive the end of the process. */
  append(line: string): void | Promise<void>;
}
