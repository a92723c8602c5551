import type { ApiPromise, WithResponse } from '../call.js';
import type { Operation } from '../operation.js';
import type { RawResult, Transport } from '../transport/transport.js';
import { ApiCall } from './api-call.js';
import type { CallArguments } from './arguments.js';
import { paramsIndex } from './arguments.js';
import type { Endpoint } from './endpoint.js';
import { PageCall } from './page-call.js';
import type { AnyPage } from './page-call.js';
import { isPlainObject } from './plain-object.js';

/** What the resources of one client share. */
export interface Scope {
  readonly transport: Transport;
  /** Checks beyond what a row says, by row id. Extensions add theirs. */
  readonly checks: Map<string, CheckArguments>;
  /** Told of every decoded answer. */
  readonly onAnswer: (row: Operation, call: CallArguments, data: unknown) => void;
}

/** Looks at the arguments before the request is made, and may change them. */
export type CheckArguments = (call: CallArguments) => CallArguments | Promise<CallArguments>;

type Arguments = readonly unknown[];

/** Wrong arguments reject the promise, so that one `catch` sees every failure of a call. */
export function callEndpoint(scope: Scope, endpoint: Endpoint, args: Arguments): ApiPromise<unknown> {
  return endpoint.lists
    ? new PageCall(sendForPage(scope, endpoint, args) as Promise<WithResponse<AnyPage>>)
    : new ApiCall(send(scope, endpoint, args));
}

async function send(scope: Scope, endpoint: Endpoint, args: Arguments): Promise<RawResult> {
  const prepared = endpoint.prepare();
  const { row, readArguments, checkFields } = prepared instanceof Promise ? await prepared : prepared;
  let call = readArguments(args);
  const check = scope.checks.get(row.id);
  if (check !== undefined) call = await check(call);
  call = withoutStream(row, call);
  checkFields(call.body);
  const answer = await scope.transport.send(row, call, call.options);
  scope.onAnswer(row, call, answer.data);
  return answer;
}

/** A service that streams unless it is told not to is told, by a caller who did not ask for events. */
function withoutStream({ stream, streamsByDefault }: Operation, call: CallArguments): CallArguments {
  if (stream === undefined || streamsByDefault !== true || !isPlainObject(call.body)) return call;
  return call.body[stream] === undefined ? { ...call, body: { ...call.body, [stream]: false } } : call;
}

async function sendForPage(scope: Scope, endpoint: Endpoint, args: Arguments): Promise<WithResponse<unknown>> {
  const answer = await send(scope, endpoint, args);
  const prepared = endpoint.prepare();
  const { row, toPage } = prepared instanceof Promise ? await prepared : prepared;
  const at = paramsIndex(row, args);
  const params = isPlainObject(args[at]) ? args[at] : {};
  const streamed = row.stream !== undefined && params[row.stream] === true;
  if (row.page === undefined || toPage === undefined || streamed) return answer;
  return toPage(answer, {
    spec: row.page,
    params,
    fetchPage: (next) => send(scope, endpoint, [...args.slice(0, at), next, ...args.slice(at + 1)]),
  });
}
