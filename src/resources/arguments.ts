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
 * Takes `method(...pathParams, params?, options?)` apart, as the row lays it out. Wrong calls are refused here, before
 * anything is built.
 * @throws ValidationError for an argument, ConfigError for an option.
 */
export type ReadArguments = (given: readonly unknown[]) => CallArguments;

export function compileArguments(row: Operation): ReadArguments {
  const names = row.args ?? [];
  const hasParams = takesParams(row);
  const sortParams = compileParams(row);
  const namespaced = row.namespace?.arg === true;
  return (given) => {
    if (namespaced) refuseMissingTarget(row, given);
    const path: Record<string, string> = {};
    let next = 0;
    if (namespaced && typeof given[0] === 'string') path.namespace_id = given[next++] as string;
    for (const name of names) path[name] = readPathArgument(row, name, given[next++]);
    const { query, headers, body, namespace } = hasParams ? sortParams(given[next++]) : NOTHING;
    const options = readRequestOptions(row.id, given[next++]);
    if (given.length > next) {
      throw new ValidationError(
        `${row.id} was given ${given.length} arguments, which is ${given.length - next} too many.`,
      );
    }
    return { path, query, headers, body, namespace, options };
  };
}

/** Where `params` stands among a call's arguments; after the last one when the method takes none. */
export function paramsIndex(row: Operation, args: readonly unknown[]): number {
  if (!takesParams(row)) return args.length;
  return (row.namespace?.arg === true && typeof args[0] === 'string' ? 1 : 0) + (row.args?.length ?? 0);
}

/** The namespace that a call names, in the order in which it counts; `undefined` leaves it to the client. */
export function namedNamespace({ path, options, namespace }: CallArguments): string | undefined {
  return path.namespace_id ?? options.namespace ?? namespace;
}

/** Whether the method has a `params` argument: the generated signatures follow the same rule. */
function takesParams(row: Operation): boolean {
  return row.body !== undefined || row.query !== undefined || row.headers !== undefined || row.namespace !== undefined;
}

/** `namespaces.delete(id)` with an `id` that is undefined by mistake must not delete the client's own namespace. */
function refuseMissingTarget(row: Operation, given: readonly unknown[]): void {
  if (row.http !== 'DELETE' || given.length === 0) return;
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

/** Sorts parameters to where the row sends them: the query, headers, the namespace, and the rest into the body. */
function compileParams(row: Operation): (params: unknown) => SortedParams {
  const { body: spec } = row;
  const places = new Map<string, 'query' | 'header' | 'namespace'>();
  for (const { name } of row.headers ?? []) places.set(name, 'header');
  for (const { name } of row.query ?? []) places.set(name, 'query');
  if (row.namespace !== undefined) places.set('namespace_id', 'namespace');

  const sortFields = (params: Fields): SortedParams => {
    let query: Record<string, unknown> | undefined;
    let headers: Record<string, string> | undefined;
    let body: Record<string, unknown> | undefined;
    let namespace: string | undefined;
    for (const key of Object.keys(params)) {
      const value = params[key];
      const place = places.get(key);
      if (place === 'namespace') namespace = readNamespace(row, value);
      else if (place === 'query') (query ??= {})[key] = value;
      else if (place === 'header') {
        if (value !== undefined && value !== null) (headers ??= {})[key] = toHeader(row, key, value);
      } else if (spec === undefined || isMisplacedOption(key, value)) throw unknownParameter(row, key);
      else (body ??= {})[key] = value;
    }
    if (spec?.required === true) body ??= {};
    if (spec?.list !== undefined)
      return { query: query ?? NOTHING.query, headers: NOTHING.headers, namespace, body: listOf(row, body) };
    return { query: query ?? NOTHING.query, headers: headers ?? NOTHING.headers, namespace, body };
  };

  return (params) => {
    if (params === undefined || params === null) {
      if (params === undefined && spec?.required !== true) return NOTHING;
      throw new ValidationError(`${row.id} takes its parameters as an argument; got ${describe(params)}.`);
    }
    if (spec?.kind === 'ndjson' || spec?.kind === 'binary') return { ...NOTHING, body: params };
    if (!isPlainObject(params)) {
      throw new ValidationError(`${row.id} takes its parameters as an object; got ${describe(params)}.`);
    }
    return spec?.free === true ? { ...NOTHING, body: params } : sortFields(params);
  };
}

/** The one parameter that is the body of a row which sends a list. */
function listOf(row: Operation, body: Fields | undefined): unknown {
  const name = row.body?.list ?? '';
  const other = Object.keys(body ?? {}).find((key) => key !== name);
  if (other !== undefined) throw unknownParameter(row, other);
  return body?.[name];
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
  if (row.body?.list !== undefined) known.push(row.body.list);
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
