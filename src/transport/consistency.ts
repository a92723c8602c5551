import type { Consistency } from '../call.js';
import { ApiError } from '../errors.js';
import type { Operation } from '../operation.js';
import type { Answer, Call, Layer, Next } from './middleware.js';
import type { WriteTokens } from './write-token.js';

/** Session consistency: writes leave their token here, reads in the same namespace carry it. */
export function writeTokenLayer(tokens: WriteTokens): Layer {
  const write: Layer = async (call, next) => {
    const answer = await next(call);
    remember(tokens, call, answer);
    return answer;
  };

  const readWith = async (token: string, call: Call & { namespace: string }, next: Next): Promise<Answer> => {
    call.writeToken = token;
    try {
      return await next(call);
    } catch (error) {
      // The namespace was made anew or the server changed: a token that nobody asked for must not fail the read.
      if (!(error instanceof ApiError && error.status === 400 && error.code === 'invalid_write_token')) throw error;
      tokens.delete(call.namespace, token);
      call.writeToken = undefined;
      return next(call);
    }
  };

  return (call, next) => {
    if (call.row.consistency === undefined) return next(call);
    if (call.row.consistency === 'writes') return write(call, next);
    const { writeToken: given, consistency: mode } = call.settings;
    if (given !== undefined) {
      call.writeToken = given ?? undefined;
      return next(call);
    }
    if (mode !== 'session' || !isScoped(call)) return next(call);
    const remembered = tokens.get(call.namespace);
    return remembered === undefined ? next(call) : readWith(remembered, call, next);
  };
}

const isScoped = (call: Call): call is Call & { namespace: string } => call.namespace !== undefined;

/** Adds `options.write_token: true` to an upsert, unless the caller said something about it. */
export function askForWriteToken(row: Operation, body: unknown, consistency: Consistency): unknown {
  if (consistency !== 'session' || row.consistency !== 'writes' || row.body?.encode !== 'documents') return body;
  if (!isObject(body)) return body;
  const { options } = body;
  if (options === undefined) return { ...body, options: { write_token: true } };
  if (!isObject(options) || options.write_token !== undefined) return body;
  return { ...body, options: { ...options, write_token: true } };
}

function remember(tokens: WriteTokens, call: Call, answer: Answer): void {
  if (!isObject(answer.data) || typeof answer.data.write_token !== 'string') return;
  const { write_token: token, namespace_id: id } = answer.data;
  // A later read may name the namespace by id where the write used its name, or the reverse.
  if (call.namespace !== undefined) tokens.set(call.namespace, token);
  if (typeof id === 'string' && id !== call.namespace) tokens.set(id, token);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
