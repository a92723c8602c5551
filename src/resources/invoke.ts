import type { ApiPromise } from '../call.js';
import type { Operation } from '../operation.js';
import type { CallInput, Transport } from '../transport/transport.js';
import { ApiCall } from './api-call.js';
import { readArguments, takesParams } from './arguments.js';
import type { CallArguments } from './arguments.js';
import { PageCall } from './page.js';

/** What the resources of one client share. */
export interface Scope {
  readonly transport: Transport;
  /** Row by id. */
  readonly rows: Readonly<Record<string, Operation>>;
  /** Checks beyond what a row says, by row id. */
  readonly checks: Readonly<Record<string, CheckArguments>>;
  /** Told of every decoded answer. */
  readonly onAnswer: (row: Operation, data: unknown) => void;
}

/** Runs an operation with a method's arguments. */
export type Invoke = (id: string, ...args: readonly unknown[]) => ApiPromise<unknown>;

/** `check` looks at the arguments before the request is made, and may change them. */
export type CheckArguments = (call: CallArguments) => CallArguments | Promise<CallArguments>;

export function createInvoke(scope: Scope): Invoke {
  return (id, ...args) => invokeRow(scope, findRow(scope, id), args);
}

function findRow(scope: Scope, id: string): Operation {
  const row = scope.rows[id];
  if (row === undefined) throw new Error(`There is no operation ${id}.`);
  return row;
}

/** Wrong arguments reject the promise, so that one `catch` sees every failure of a call. */
export function invokeRow(
  scope: Scope,
  row: Operation,
  args: readonly unknown[],
  check?: CheckArguments,
): ApiPromise<unknown> {
  const send = async (given: readonly unknown[]): Promise<Awaited<ReturnType<Transport['send']>>> => {
    const read = readArguments(row, given);
    const check = scope.checks[row.id];
    const call = check === undefined ? read : await check(read);
    const answer = await scope.transport.send(row, toInput(call), call.options);
    scope.onAnswer(row, answer.data);
    return answer;
  };
  if (row.page === undefined) return new ApiCall(send(args));
  const at = paramsIndex(row, args);
  return new PageCall(send(args) as never, {
    spec: row.page,
    params: (args[at] ?? {}) as Record<string, unknown>,
    fetchPage: (params) => send([...args.slice(0, at), params, ...args.slice(at + 1)]) as never,
  });
}

function paramsIndex(row: Operation, args: readonly unknown[]): number {
  const leading = row.namespace?.arg && typeof args[0] === 'string' ? 1 : 0;
  return takesParams(row) ? leading + (row.args?.length ?? 0) : args.length;
}

function toInput(call: CallArguments): CallInput {
  const { path, query, headers, body, namespace } = call;
  return {
    path,
    query,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(namespace === undefined ? {} : { namespace }),
  };
}
