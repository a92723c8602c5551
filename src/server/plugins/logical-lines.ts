/** A logical line of Python: what brackets, backslashes and long strings join. */
export interface LogicalLine {
  /** Number of its first line, from 1. */
  readonly line: number;
  /** Its code with comments and the content of strings that do not run blanked out, on one line. */
  readonly code: string;
  /** The same place by place with strings as they are. */
  readonly text: string;
}

const OPENING = '([{';
const CLOSING = ')]}';

/** Splits Python source into logical lines. Only what a scan needs is understood: strings, comments, brackets. */
export function logicalLines(source: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let code = '';
  let text = '';
  let depth = 0;
  let line = 1;
  let startedAt = 1;

  const add = (character: string, shown: string): void => {
    code += shown;
    text += character;
  };
  const end = (): void => {
    if (code.trim() !== '') lines.push({ line: startedAt, code, text });
    code = '';
    text = '';
    depth = 0;
  };

  for (let at = 0; at < source.length; at++) {
    const character = source[at] ?? '';
    if (code.trim() === '') startedAt = line;
    if (character === '#') {
      while (at + 1 < source.length && source[at + 1] !== '\n') at += 1;
      continue;
    }
    if (character === '"' || character === "'") {
      const { content, quotes, next } = readString(source, at);
      // What stands in braces of an f-string is code.
      const runs = /(?:^|\W)[rR]?[fF][rR]?$/.test(code);
      add(quotes, quotes);
      for (const inner of content) {
        if (inner === '\n') line += 1;
        // A line break inside a string must not end the line, in either form.
        const joined = inner === '\n' ? ' ' : inner;
        add(joined, runs ? joined : ' '.repeat(inner.length));
      }
      add(quotes, quotes);
      at = next - 1;
      continue;
    }
    if (character === '\\' && source[at + 1] === '\n') {
      line += 1;
      at += 1;
      add(' ', ' ');
      continue;
    }
    if (character === '\n' || (character === ';' && depth === 0)) {
      if (character === '\n') line += 1;
      if (depth > 0) add(' ', ' ');
      else end();
      continue;
    }
    if (OPENING.includes(character)) depth += 1;
    if (CLOSING.includes(character)) depth = Math.max(0, depth - 1);
    add(character, character);
  }
  end();
  return lines;
}

function readString(source: string, at: number): { content: string; quotes: string; next: number } {
  const quote = source[at] ?? '';
  const quotes = source.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  const start = at + quotes.length;
  for (let end = start; end < source.length; end++) {
    if (source[end] === '\\') {
      end += 1;
      continue;
    }
    if (quotes.length === 1 && source[end] === '\n') return { content: source.slice(start, end), quotes, next: end };
    if (source.startsWith(quotes, end)) return { content: source.slice(start, end), quotes, next: end + quotes.length };
  }
  return { content: source.slice(start), quotes, next: source.length };
}
