import { toKebabCase } from './case.js';
import { isRecord } from './output/cell.js';
import type { FieldFlag } from './flags.js';
import type { OperationShape } from './request/arguments.js';
import { shellQuote } from './request/shell-quote.js';

const WIDEST_LINE = 78;
const INDENT = '    ';

/** `namespaces.textIndexes.create` -> `namespaces text-indexes create`. */
export const toCommandPath = (rowId: string): string => rowId.split('.').map(toKebabCase).join(' ');

/** A working command line from the document's example, wrapped to fit. Long values come from a file. */
export function formatExample({ row, description, files, flags }: OperationShape): string {
  const { args = [], params } = description.example ?? {};
  const words = [...args.map((arg) => shellQuote(arg)), ...files.map((name) => exampleFile(name))];
  if (row.namespace?.arg) words.push('my-vectors');
  else if (row.namespace) words.push('-n my-vectors');
  if (row.body?.kind === 'ndjson') words.push('--data @documents.jsonl');
  else if (isRecord(params)) words.push(...paramWords(params, { flags, files }));
  return wrap(`mixpeek ${toCommandPath(row.id)}`, words);
}

const exampleFile = (name: string): string => (name === 'file' ? './model.tar.gz' : `./${name}`);

function paramWords(
  params: Readonly<Record<string, unknown>>,
  { flags, files }: Pick<OperationShape, 'flags' | 'files'>,
): string[] {
  const known = new Map(flags.map((entry) => [entry.field.name, entry]));
  const loose = Object.fromEntries(
    Object.entries(params).filter(
      ([name]) => !known.has(name) && !files.includes(name) && name !== 'cursor' && name !== 'limit',
    ),
  );
  const words = Object.entries(params).flatMap(([name, value]) => {
    const entry = known.get(name);
    return entry === undefined ? [] : [flagWord(entry, value)];
  });
  return Object.keys(loose).length === 0 ? words : [...words, dataWord('--data', 'request', loose)];
}

function flagWord({ field, flag }: FieldFlag, value: unknown): string {
  if (field.type === 'boolean') return value === false ? `--no-${flag.slice(2)}` : flag;
  const isSimpleList =
    Array.isArray(value) && value.every((item) => typeof item !== 'object' && !String(item).includes(','));
  if (isSimpleList && field.type !== 'json') return `${flag} ${shellQuote(value.join(','))}`;
  if (typeof value === 'string' && field.type !== 'json') return `${flag} ${shellQuote(value)}`;
  return dataWord(flag, toKebabCase(field.name), value);
}

function dataWord(flag: string, name: string, value: unknown): string {
  const word = `${flag} ${shellQuote(JSON.stringify(value))}`;
  return word.length + INDENT.length + 2 <= WIDEST_LINE ? word : `${flag} @${name}.json`;
}

/** A flag and a value that are too wide for one line together stand on two. */
function breakWide(word: string): string[] {
  const at = word.indexOf(' ');
  const isWide = INDENT.length + word.length + 2 > WIDEST_LINE;
  return isWide && at > 0 && word.startsWith('--') ? [word.slice(0, at), word.slice(at + 1)] : [word];
}

function wrap(start: string, words: readonly string[]): string {
  const lines: string[] = [];
  let line = `  ${start}`;
  for (const word of words.flatMap(breakWide)) {
    if (line.length + 1 + word.length + 2 > WIDEST_LINE) {
      lines.push(`${line} \\`);
      line = INDENT + word;
    } else {
      line += ` ${word}`;
    }
  }
  return [...lines, line].join('\n');
}
