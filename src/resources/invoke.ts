import type { ApiPromise } from '../call.js';
import { ValidationError } from '../errors.js';
import { nearest } from '../internal/nearest.js';
import type { Operation } from '../operation.js';
import { checkFields } from './check-fields.js';
import type { CallInput, RawResult, Transport } from '../transport/transport.js';
import { ApiCall } from './api-call.js';
import { paramsIndex, readArguments } from './arguments.js';
import type { CallArguments } from './arguments.js';
import { PageCall } from './page.js';
import { isPlainObject } from './plain-object.js';
import type { Fields } from './plain-object.js';

/** What the resources of one client share. */
export interface Scope {
  readonly transport: Transport;
  /** Row by id. */
  readonly rows: Readonly<Record<string, Operation>>;
  /** Checks beyond what a row says, by row id. */
  readonly checks: Readonly<Record<string, CheckArguments>>;
  /** Told of every decoded answer. */
  readonly onAnswer: (row: Operation, call: CallArguments, data: unknown) => void;
}

/** Runs an operation with a method's arguments. */
export type Invoke = (id: string, ...args: readonly unknown[]) => ApiPromise<unknown>;

/** Looks at the arguments before the request is made, and may change them. */
export type CheckArguments = (call: CallArguments) => CallArguments | Promise<CallArguments>;

/** @throws ValidationError at once for an id that names no row: there is no call that could carry it. */
export function createInvoke(scope: Scope): Invoke {
  return (id, ...args) => invokeRow(scope, findRow(scope.rows, id), args);
}

/** @throws ValidationError for an id that names no row, with the nearest one. */
export function findRow(rows: Scope['rows'], id: unknown): Operation {
  const name = String(id);
  const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
  if (row !== undefined) return row;
  const guess = nearest(name, Object.keys(rows));
  throw new ValidationError(`There is no operation "${name}".`, {
    hint: guess === undefined ? 'Operations are named as methods are: "namespaces.get".' : `Did you mean "${guess}"?`,
  });
}

/** Wrong arguments reject the promise, so that one `catch` sees every failure of a call. */
export function invokeRow(scope: Scope, row: Operation, args: readonly unknown[]): ApiPromise<unknown> {
  const send = async (given: readonly unknown[]): Promise<RawResult> => {
    const read = readArguments(row, given);
    const check = scope.checks[row.id];
    const call = check === undefined ? read : await check(read);
    checkFields(row, call.body);
    const answer = await scope.transport.send(row, toInput(call), call.options);
    scope.onAnswer(row, call, answer.data);
    return answer;
  };
  const at = paramsIndex(row, args);
  const params = isPlainObject(args[at]) ? args[at] : {};
  if (row.page === undefined || asksForEvents(row, params)) return new ApiCall(send(args));
  return new PageCall(send(args), {
    spec: row.page,
    params,
    fetchPage: (next) => send([...args.slice(0, at), next, ...args.slice(at + 1)]),
  });
}

const asksForEvents = (row: Operation, params: Fields): boolean =>
  row.stream !== undefined && params[row.stream] === true;

function toInput({ path, query, headers, body, namespace }: CallArguments): CallInput {
  return {
    path,
    query,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(namespace === undefined ? {} : { namespace }),
  };
}
