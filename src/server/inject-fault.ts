import type { FaultRule } from './faults.js';
import { ConnectionReset, type Outgoing } from './exchange.js';
import { Problem } from './problem.js';

const encoder = new TextEncoder();

/** What a rule does before the request is processed. */
export async function injectBefore(rule: FaultRule, signal: AbortSignal): Promise<void> {
  if (rule.latencyMs !== undefined) await pause(rule.latencyMs, signal);
  if (rule.reset === true || rule.reset === 'before') throw new ConnectionReset();
  if (rule.status === undefined) return;
  const { status, type, code, retryAfter, message = `A fault rule answers this request with ${status}.` } = rule;
  throw new Problem({
    status,
    message,
    ...(type === undefined ? {} : { type }),
    ...(code === undefined ? {} : { code }),
    ...(retryAfter === undefined
      ? {}
      : { details: { retry_after_seconds: retryAfter }, headers: { 'Retry-After': String(retryAfter) } }),
  });
}

/** What a rule does to the answer of a request that was processed. */
export function injectAfter(rule: FaultRule, outgoing: Outgoing): Outgoing {
  if (rule.reset === 'after') throw new ConnectionReset();
  if (rule.truncate === undefined || rule.truncate === false || outgoing.body === undefined) return outgoing;
  const limit = typeof rule.truncate === 'number' ? rule.truncate : undefined;
  return { ...outgoing, body: truncate(outgoing.body, limit) };
}

/** Breaks a body off after `limit` bytes; by default halfway, a stream after its first piece. */
async function* truncate(body: NonNullable<Outgoing['body']>, limit: number | undefined): AsyncGenerator<Uint8Array> {
  if (typeof body === 'string') {
    const bytes = encoder.encode(body);
    yield bytes.subarray(0, limit ?? Math.floor(bytes.length / 2));
  } else {
    let left = limit;
    for await (const chunk of body) {
      yield left === undefined ? chunk : chunk.subarray(0, left);
      if (left === undefined || left <= chunk.length) break;
      left -= chunk.length;
    }
  }
  throw new ConnectionReset();
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
  });
}
