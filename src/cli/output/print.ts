import { unwrapCommonJs } from '../../internal/common-js.js';
import type { Context } from '../context.js';
import { usageError } from '../cli-error.js';
import { unreachable } from '../../internal/unreachable.js';
import { selectFields } from './fields.js';

export interface PrintHints {
  /** Resource path of the operation, for `-o id`: `namespaces.documents`. */
  resource?: string;
  /** The list inside the answer, for the formats that show items. */
  items?: (body: unknown) => unknown;
  /** The answer is text, whatever form is asked for. */
  text?: boolean;
}

/** Writes an answer to stdout in the chosen form. */
export async function printAnswer(context: Context, body: unknown, hints: PrintHints = {}): Promise<void> {
  if (body === undefined) return;
  const text = await formatAnswer(context, body, hints);
  if (text !== '') await context.io.write(text);
}

/** `--query` sees the whole answer; after it nothing is unpacked. `--fields` looks at items, in every format. */
async function formatAnswer(
  context: Context,
  body: unknown,
  { resource = '', items, text }: PrintHints,
): Promise<string> {
  const { output, fields, query } = context;
  // An answer that is text, such as a manifest, is meant to be read or kept as it is.
  if (text && typeof body === 'string' && query === undefined) return body.endsWith('\n') ? body : `${body}\n`;
  const value = query === undefined ? body : await applyQuery(body, query);
  const list = query === undefined && items !== undefined ? items(value) : value;
  const chosen = (from: unknown): unknown => (fields === undefined ? from : selectFields(from, fields));
  const whole = fields === undefined ? value : chosen(list);
  switch (output) {
    case 'json':
      return `${JSON.stringify(whole ?? null, undefined, 2)}\n`;
    case 'yaml': {
      const { stringify } = unwrapCommonJs(await import('yaml'));
      return stringify(whole ?? null);
    }
    case 'ndjson':
      return (Array.isArray(list) ? list : [list]).map((item) => toLine(chosen(item))).join('');
    case 'csv': {
      const { formatCsv } = await import('./csv.js');
      return formatCsv(list, fields);
    }
    case 'id': {
      const { formatIds } = await import('./ids.js');
      return formatIds(list, resource);
    }
    case 'table': {
      const { formatTable } = await import('./table.js');
      const { columnsOf } = await import('./columns.js');
      const columns = fields ?? columnsOf(resource, list);
      return formatTable(list, { width: context.io.width, colors: await context.colors(), fields: columns });
    }
    default:
      return unreachable(output);
  }
}

/** Writes items one by one as they come. Only NDJSON needs no end of the list. */
export async function printItems(
  context: Context,
  items: AsyncIterable<unknown>,
  hints: PrintHints = {},
): Promise<void> {
  if (context.output === 'ndjson' && context.query === undefined) {
    for await (const item of items)
      await context.io.write(toLine(context.fields ? selectFields(item, context.fields) : item));
    return;
  }
  const all: unknown[] = [];
  for await (const item of items) all.push(item);
  await printAnswer(context, all, { resource: hints.resource ?? '' });
}

const toLine = (value: unknown): string => `${JSON.stringify(value ?? null)}\n`;

async function applyQuery(body: unknown, expression: string): Promise<unknown> {
  const { search } = await import('@jmespath-community/jmespath');
  try {
    return search(body as Parameters<typeof search>[0], expression);
  } catch (error) {
    throw usageError(`--query: ${(error as Error).message}`, 'The language is JMESPath: https://jmespath.org');
  }
}
