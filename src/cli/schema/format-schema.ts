import { displayWidth, padEnd } from '../output/display-width.js';
import type { DescribedOperation, DescribedType, FieldLine } from './describe-schema.js';

const WIDEST_NAME = 28;

/** A type as text that fits the width. */
export function formatType(described: DescribedType, width: number): string {
  const { type, description, is, fields, see } = described;
  return [
    type,
    ...wrap(description, width),
    ...(is === undefined ? [] : wrap(is, width)),
    ...section('Fields', fields, width),
    ...(see.length === 0 ? [] : ['', ...wrap(`See: ${see.join(', ')}`, width)]),
    '',
  ].join('\n');
}

export function formatOperation(described: DescribedOperation, width: number): string {
  const { operation, http, description, parameters, body, answer } = described;
  const see = [...new Set([...(body?.see ?? []), ...(answer?.see ?? [])])];
  return [
    operation,
    http,
    ...wrap(description, width),
    ...section(
      'Arguments',
      parameters.filter((field) => field.in === 'path'),
      width,
    ),
    ...section(
      'Parameters',
      parameters.filter((field) => field.in !== 'path'),
      width,
    ),
    ...(body === undefined ? [] : shape(`Body: ${body.type}`, body, width)),
    ...(answer === undefined ? [] : shape(`Answer ${answer.status}: ${answer.type}`, answer, width)),
    ...(see.length === 0 ? [] : ['', ...wrap(`See: ${see.join(', ')}`, width)]),
    '',
  ].join('\n');
}

const shape = (title: string, { is, fields }: DescribedType, width: number): string[] =>
  is === undefined ? section(title, fields, width) : ['', title, ...wrap(is, width - 2).map((line) => `  ${line}`)];

function section(title: string, fields: readonly FieldLine[], width: number): string[] {
  if (fields.length === 0) return [];
  const label = Math.min(WIDEST_NAME, Math.max(...fields.map(({ name }) => displayWidth(name) + 1))) + 2;
  return ['', title, ...fields.flatMap((field) => formatField(field, { label, width }))];
}

/** The name, with a star where it is required, then type and meaning beside it. */
function formatField(
  { name, type, required, limits, description }: FieldLine,
  { label, width }: { label: number; width: number },
): string[] {
  const head = `${name}${required ? '*' : ''}`;
  const room = Math.max(20, width - label - 2);
  const lines = [...wrap([type, limits].filter((text) => text !== '').join(', '), room), ...wrap(description, room)];
  const fits = displayWidth(head) < label;
  const first = fits ? [`  ${padEnd(head, label)}${lines[0] ?? ''}`] : [`  ${head}`];
  const rest = fits ? lines.slice(1) : lines;
  return [...first.map((line) => line.trimEnd()), ...rest.map((line) => `  ${' '.repeat(label)}${line}`)];
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}
