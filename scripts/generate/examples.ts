import type { Operation } from '../../src/operation.js';
import type { OperationExample } from '../../src/description.js';
import { bodyMedia } from './rows.js';
import type { NamedOperation } from './rows.js';
import type { MediaType } from './openapi.js';

/** A working call, put together from the document's examples. */
export function exampleOf(operation: NamedOperation, row: Operation): OperationExample | undefined {
  const args = (row.args ?? []).map((name) => {
    const parameter = operation.parameters.find((each) => each.in === 'path' && each.name === name);
    const example = parameter?.example ?? firstSchemaExample(parameter?.schema);
    return typeof example === 'string' || typeof example === 'number' ? String(example) : `<${name}>`;
  });
  const media = bodyMedia(operation);
  const body = media === undefined ? undefined : exampleValue(media[1]);
  const inBody = row.body?.list === undefined || body === undefined ? body : { [row.body.list]: body };
  const params = withRequired(operation, inBody);
  if (args.length === 0 && params === undefined) return undefined;
  return { ...(args.length > 0 ? { args } : {}), ...(params === undefined ? {} : { params }) };
}

/** The parameters of the body, and the query parameters that a call cannot do without. */
function withRequired({ parameters }: NamedOperation, body: unknown): unknown {
  const required = parameters.filter((each) => each.in === 'query' && each.required === true);
  if (required.length === 0) return body;
  const query = required.map((each) => [each.name, each.example ?? firstSchemaExample(each.schema)] as const);
  const missing = query.find(([, value]) => value === undefined);
  if (missing !== undefined) throw new Error(`The required query parameter ${missing[0]} has no example.`);
  return { ...Object.fromEntries(query), ...(body as object | undefined) };
}

function firstSchemaExample(schema: { [key: string]: unknown } | undefined): unknown {
  const examples = schema?.examples;
  return Array.isArray(examples) ? examples[0] : schema?.example;
}

function exampleValue(media: MediaType): unknown {
  return media.example ?? Object.values(media.examples ?? {})[0]?.value;
}

/** A value as a short literal: keys bare where they can be, long number lists cut. */
export function toLiteral(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    if (value.length > 3 && value.every((item) => typeof item === 'number'))
      return `[${value.slice(0, 3).join(', ')} /* ... */]`;
    const items = value.map((item) => toLiteral(item, `${indent}  `));
    return wrap('[', items, ']', indent);
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      ([key, item]) => `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key)}: ${toLiteral(item, `${indent}  `)}`,
    );
    return wrap('{', entries, '}', indent);
  }
  return typeof value === 'string' ? quote(value) : String(value);
}

function wrap(open: string, parts: readonly string[], close: string, indent: string): string {
  if (parts.length === 0) return open + close;
  const pad = open === '{' ? ' ' : '';
  const line = `${open}${pad}${parts.join(', ')}${pad}${close}`;
  if (line.length + indent.length <= 90 && !line.includes('\n')) return line;
  return `${open}\n${parts.map((part) => `${indent}  ${part},`).join('\n')}\n${indent}${close}`;
}

const quote = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
