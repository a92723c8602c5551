export interface GoodLine {
  /** From 1. */
  readonly line: number;
  readonly value: unknown;
}

export interface BadLine {
  readonly line: number;
  readonly message: string;
}

export interface BlankLine {
  readonly line: number;
  readonly isBlank: true;
}

/** Lines of JSON as they come. A line that is not JSON is reported in its place. */
export async function* readJsonLines(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<GoodLine | BadLine | BlankLine> {
  const decoder = new TextDecoder();
  let rest = '';
  let line = 0;
  for await (const chunk of source) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) yield parseLine(text, ++line);
  }
  rest += decoder.decode();
  if (rest.trim() !== '') yield parseLine(rest, ++line);
}

function parseLine(text: string, line: number): GoodLine | BadLine | BlankLine {
  if (text.trim() === '') return { line, isBlank: true };
  try {
    return { line, value: JSON.parse(text) as unknown };
  } catch (error) {
    return { line, message: `is not JSON: ${(error as Error).message}` };
  }
}
