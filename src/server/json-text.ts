import { badRequest } from './problem.js';

/** Parses a JSON body. Throws a 400 that names where the text stops being JSON. */
export function parseJsonBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const position = findJsonError(text);
    const before = text.slice(0, position).split('\n');
    const line = before.length;
    const column = (before.at(-1)?.length ?? 0) + 1;
    const place = `at position ${position} (line ${line}, column ${column})`;
    const problem =
      position >= text.length
        ? `it ends ${place}, before it is complete`
        : `unexpected ${JSON.stringify(text.slice(position, position + 12))} ${place}`;
    throw badRequest('malformed_json', `The body is not JSON: ${problem}.`, { position, line, column });
  }
}

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const ATOM = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

type Expected = 'value' | 'value or ]' | 'name' | 'name or }' | 'colon' | 'comma or end' | 'end';

/** Offset of the first token that no JSON text can have there. The engine's own messages name it only sometimes. */
export function findJsonError(text: string): number {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let position = 0;

  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    if (match !== null) position += match[0].length;
    return match !== null;
  };
  const afterValue = (): Expected => (open.length === 0 ? 'end' : 'comma or end');

  for (;;) {
    skip(SPACE);
    const character = text[position];
    if (character === undefined) return position;
    const wantsValue = expected === 'value' || expected === 'value or ]';
    const wantsName = expected === 'name' || expected === 'name or }';
    const top = open.at(-1);
    if (wantsValue && (character === '{' || character === '[')) {
      open.push(character);
      expected = character === '{' ? 'name or }' : 'value or ]';
      position += 1;
    } else if (wantsValue && (character === '"' ? skip(STRING) : skip(ATOM))) {
      expected = afterValue();
    } else if (wantsName && skip(STRING)) {
      expected = 'colon';
    } else if (expected === 'colon' && character === ':') {
      expected = 'value';
      position += 1;
    } else if (expected === 'comma or end' && character === ',') {
      expected = top === '{' ? 'name' : 'value';
      position += 1;
    } else if (closes(character, top, expected)) {
      open.pop();
      expected = afterValue();
      position += 1;
    } else {
      return position;
    }
  }
}

function closes(character: string, top: '{' | '[' | undefined, expected: Expected): boolean {
  if (character === '}') return top === '{' && (expected === 'comma or end' || expected === 'name or }');
  if (character === ']') return top === '[' && (expected === 'comma or end' || expected === 'value or ]');
  return false;
}
