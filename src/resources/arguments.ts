import type { RequestOptions } from '../call.js';
import { ConfigError, ValidationError } from '../errors.js';
import { nearest } from '../internal/nearest.js';
import type { Operation } from '../operation.js';

/** A call's arguments, sorted to where the row sends them. */
export interface CallArguments {
  path: Record<string, string>;
  query: Record<string, unknown>;
  headers: Record<string, string>;
  body: unknown;
  /** The one that the arguments name; the transport falls back to the client's. */
  namespace: string | undefined;
  options: RequestOptions;
}

type Fields = Readonly<Record<string, unknown>>;

/** `method(...pathParams, params?, options?)`, as the row lays it out. Wrong calls are refused here, before anything is built. */
export function readArguments(row: Operation, given: readonly unknown[]): CallArguments {
  const rest = [...given];
  const leading = row.namespace?.arg && typeof rest[0] === 'string' ? String(rest.shift()) : undefined;
  const path: Record<string, string> = {};
  for (const name of row.args ?? []) path[name] = readPathArgument(row, name, rest.shift());
  const params = takesParams(row) ? rest.shift() : undefined;
  const options = readOptions(row, rest.shift());
  if (rest.length > 0)
    throw new ValidationError(`${row.id} was given ${given.length} arguments, which is ${rest.length} too many.`);
  const sorted = sortParams(row, params);
  const namespace = leading ?? sorted.namespace;
  return { path, query: sorted.query, headers: sorted.headers, body: sorted.body, namespace, options };
}

/** Whether the method has a `params` argument: the generated signatures follow the same rule. */
export function takesParams(row: Operation): boolean {
  return row.body !== undefined || row.query !== undefined || row.headers !== undefined || row.namespace !== undefined;
}

function readPathArgument(row: Operation, name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new ValidationError(`${row.id} takes ${name} as a string; got ${describe(value)}.`, {
    fieldErrors: [{ path: name, message: 'must be a string', location: 'path' }],
  });
}

const OPTION_NAMES: readonly (keyof RequestOptions)[] = [
  'namespace',
  'signal',
  'timeoutMs',
  'deadlineMs',
  'maxRetries',
  'headers',
  'consistency',
  'writeToken',
  'onProgress',
];

function readOptions(row: Operation, value: unknown): RequestOptions {
  if (value === undefined) return {};
  if (!isPlainObject(value))
    throw new ValidationError(`${row.id} takes its options as an object; got ${describe(value)}.`);
  for (const key of Object.keys(value)) {
    if (!(OPTION_NAMES as readonly string[]).includes(key)) throw unknownOption(key, OPTION_NAMES);
  }
  return value as RequestOptions;
}

export function unknownOption(key: string, known: readonly string[]): ConfigError {
  const guess = nearest(key, known);
  return new ConfigError(`Unknown option "${key}".`, {
    option: key,
    hint: guess === undefined ? `Known options: ${known.join(', ')}.` : `Did you mean "${guess}"?`,
  });
}

interface SortedParams {
  query: Record<string, unknown>;
  headers: Record<string, string>;
  body: unknown;
  namespace: string | undefined;
}

function sortParams(row: Operation, params: unknown): SortedParams {
  const empty: SortedParams = { query: {}, headers: {}, body: undefined, namespace: undefined };
  if (row.body?.kind === 'ndjson' || row.body?.kind === 'binary') return { ...empty, body: requireBody(row, params) };
  if (params === undefined) return { ...empty, body: row.body?.required ? requireBody(row, params) : undefined };
  if (!isPlainObject(params))
    throw new ValidationError(`${row.id} takes its parameters as an object; got ${describe(params)}.`);
  if (row.body?.free) return { ...empty, body: params };
  return sortFields(row, params, empty);
}

function sortFields(row: Operation, params: Fields, sorted: SortedParams): SortedParams {
  const body: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(params)) {
    if (row.namespace && key === 'namespace_id') sorted.namespace = readNamespace(row, value);
    else if (row.query?.some((parameter) => parameter.name === key)) sorted.query[key] = value;
    else if (row.headers?.some((parameter) => parameter.name === key)) sorted.headers[key] = String(value);
    else if (row.body) body[key] = value;
    else throw unknownParameter(row, key);
  }
  const hasBody = row.body !== undefined && (row.body.required === true || Object.keys(body).length > 0);
  return { ...sorted, body: hasBody ? body : undefined };
}

function readNamespace(row: Operation, value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new ValidationError(`${row.id} takes namespace_id as a string; got ${describe(value)}.`);
}

function requireBody(row: Operation, params: unknown): unknown {
  if (params === undefined || params === null)
    throw new ValidationError(`${row.id} needs its parameters as an argument.`);
  return params;
}

function unknownParameter(row: Operation, key: string): ValidationError {
  const known = [...(row.query ?? []), ...(row.headers ?? [])].map((parameter) => parameter.name);
  if (row.namespace) known.push('namespace_id');
  const isOption = (OPTION_NAMES as readonly string[]).includes(key);
  const guess = nearest(key, known);
  const hint = isOption
    ? `"${key}" is an option: pass it in the next argument.`
    : guess === undefined
      ? `Known parameters: ${known.join(', ')}.`
      : `Did you mean "${guess}"?`;
  return new ValidationError(`${row.id} has no parameter "${key}".`, {
    hint,
    fieldErrors: [{ path: key, message: 'unknown parameter' }],
  });
}

export function isPlainObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** A value's kind in words, never its content: it may be a secret. */
export function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : typeof value === 'undefined' ? 'nothing' : `a ${typeof value}`;
}
