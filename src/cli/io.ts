/** Everything a command sees of the terminal. Data goes to stdout, every other word to stderr. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdinIsTty: boolean;
  readonly stdoutIsTty: boolean;
  readonly stderrIsTty: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Writes data; settles when the reader has room for more. */
  write(text: string): Promise<void>;
  writeError(text: string): void;
  /** Asks on the terminal and reads one line. `hidden` shows nothing of what is typed. */
  prompt(question: string, options?: { hidden?: boolean }): Promise<string>;
}

/** All of stdin, or of any stream of bytes, as text. */
export async function readText(source: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of source) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}
