import type { RequestOptions } from '../call.js';
import { ValidationError } from '../errors.js';
import { nearest } from '../internal/nearest.js';
import type { Operation } from '../operation.js';
import { describe, isPlainObject } from './plain-object.js';
import type { Fields } from './plain-object.js';
import { isMisplacedOption, isRequestOption, readRequestOptions } from './request-options.js';

/** A call's arguments, sorted to where the row sends them. */
export interface CallArguments {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** The one among the parameters; a positional one is in `path`. */
  readonly namespace: string | undefined;
  readonly options: RequestOptions;
}

/**
 * `method(...pathParams, params?, options?)`, as the row lays it out. Wrong calls are refused here, before anything is built.
 * @throws ValidationError for an argument, ConfigError for an option.
 */
export function readArguments(row: Operation, given: readonly unknown[]): CallArguments {
  refuseMissingTarget(row, given);
  const rest = [...given];
  const path: Record<string, string> = {};
  if (startsWithNamespace(row, given)) path.namespace_id = String(rest.shift());
  for (const name of row.args ?? []) path[name] = readPathArgument(row, name, rest.shift());
  const params = takesParams(row) ? rest.shift() : undefined;
  const options = readRequestOptions(row.id, rest.shift());
  if (rest.length > 0) {
    throw new ValidationError(`${row.id} was given ${given.length} arguments, which is ${rest.length} too many.`);
  }
  return { path, ...sortParams(row, params), options };
}

/** Where `params` stands among a call's arguments; after the last one when the method takes none. */
export function paramsIndex(row: Operation, args: readonly unknown[]): number {
  if (!takesParams(row)) return args.length;
  return (startsWithNamespace(row, args) ? 1 : 0) + (row.args?.length ?? 0);
}

/** The namespace that a call names, in the order in which it counts; `undefined` leaves it to the client. */
export function namedNamespace({ path, options, namespace }: CallArguments): string | undefined {
  return path.namespace_id ?? options.namespace ?? namespace;
}

/** Whether the method has a `params` argument: the generated signatures follow the same rule. */
function takesParams(row: Operation): boolean {
  return row.body !== undefined || row.query !== undefined || row.headers !== undefined || row.namespace !== undefined;
}

const startsWithNamespace = (row: Operation, args: readonly unknown[]): boolean =>
  row.namespace?.arg === true && typeof args[0] === 'string';

/** `namespaces.delete(id)` with an `id` that is undefined by mistake must not delete the client's own namespace. */
function refuseMissingTarget(row: Operation, given: readonly unknown[]): void {
  if (row.http !== 'DELETE' || row.namespace?.arg !== true || given.length === 0) return;
  const [first] = given;
  const isMissing =
    first === undefined ||
    (isPlainObject(first) && Object.hasOwn(first, 'namespace_id') && first.namespace_id === undefined);
  if (!isMissing) return;
  throw new ValidationError(`${row.id} was given undefined as the namespace.`, {
    hint: `Pass the id or name. ${row.id}() without it means the client's namespace.`,
    fieldErrors: [{ path: 'namespace_id', message: 'must be a string', location: 'path' }],
  });
}

function readPathArgument(row: Operation, name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new ValidationError(`${row.id} takes ${name} as a string; got ${describe(value)}.`, {
    fieldErrors: [{ path: name, message: 'must be a string', location: 'path' }],
  });
}

type SortedParams = Pick<CallArguments, 'query' | 'headers' | 'body' | 'namespace'>;

const NOTHING: SortedParams = { query: {}, headers: {}, body: undefined, namespace: undefined };

function sortParams(row: Operation, params: unknown): SortedParams {
  const { body } = row;
  if (params === undefined || params === null) {
    if (params === undefined && body?.required !== true) return NOTHING;
    throw new ValidationError(`${row.id} takes its parameters as an argument; got ${describe(params)}.`);
  }
  if (body?.kind === 'ndjson' || body?.kind === 'binary') return { ...NOTHING, body: params };
  if (!isPlainObject(params)) {
    throw new ValidationError(`${row.id} takes its parameters as an object; got ${describe(params)}.`);
  }
  return body?.free === true ? { ...NOTHING, body: params } : sortFields(row, params);
}

function sortFields(row: Operation, params: Fields): SortedParams {
  const query: Record<string, unknown> = {};
  const headers: Record<string, string> = {};
  const body: Record<string, unknown> = {};
  let namespace: string | undefined;
  for (const [key, value] of Object.entries(params)) {
    if (row.namespace !== undefined && key === 'namespace_id') namespace = readNamespace(row, value);
    else if (row.query?.some(({ name }) => name === key)) query[key] = value;
    else if (row.headers?.some(({ name }) => name === key)) {
      if (value !== undefined && value !== null) headers[key] = toHeader(row, key, value);
    } else if (row.body === undefined || isMisplacedOption(key, value)) throw unknownParameter(row, key);
    else body[key] = value;
  }
  const hasBody = row.body !== undefined && (row.body.required === true || Object.keys(body).length > 0);
  return { query, headers, namespace, body: hasBody ? body : undefined };
}

function toHeader(row: Operation, name: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new ValidationError(`${row.id} takes ${name} as a string; got ${describe(value)}.`, {
    fieldErrors: [{ path: name, message: 'must be a string', location: 'header' }],
  });
}

function readNamespace(row: Operation, value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new ValidationError(`${row.id} takes namespace_id as a string; got ${describe(value)}.`, {
    fieldErrors: [{ path: 'namespace_id', message: 'must be a string' }],
  });
}

function unknownParameter(row: Operation, key: string): ValidationError {
  const known = [...(row.query ?? []), ...(row.headers ?? [])].map(({ name }) => name);
  if (row.namespace !== undefined) known.push('namespace_id');
  return new ValidationError(`${row.id} has no parameter "${key}".`, {
    hint: unknownHint(key, known),
    fieldErrors: [{ path: key, message: 'unknown parameter' }],
  });
}

function unknownHint(key: string, known: readonly string[]): string {
  if (isRequestOption(key)) return `"${key}" is an option: pass it in the next argument.`;
  const guess = nearest(key, known);
  return guess === undefined ? `Known parameters: ${known.join(', ')}.` : `Did you mean "${guess}"?`;
}
