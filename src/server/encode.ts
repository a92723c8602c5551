import type { NamedEvent } from './context.js';
import type { Outgoing } from './exchange.js';
import { withKeepAlive, type Timer } from './keep-alive.js';
import type { Problem } from './problem.js';

interface AnswerHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

const encoder = new TextEncoder();

export function encodeJson({ status, headers }: AnswerHead, body: unknown): Outgoing {
  if (body === undefined || status === 204) return { status, headers, body: undefined };
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: toJsonText(body) };
}

/** Text of the media type that the resolver names. */
export function encodeText({ status, headers }: AnswerHead, text: string): Outgoing {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers }, body: text };
}

/** Events as `data: ...` frames, each ended by an empty line, with comments in between while nothing happens. */
export function encodeEvents(head: AnswerHead, events: AsyncIterable<unknown>, timer: Timer): Outgoing {
  return encodeFrames(head, toFrames(events), timer);
}

/** As `encodeEvents`, each frame with an `event: ...` line. */
export function encodeNamedEvents(head: AnswerHead, events: AsyncIterable<NamedEvent>, timer: Timer): Outgoing {
  return encodeFrames(head, toNamedFrames(events), timer);
}

function encodeFrames({ status, headers }: AnswerHead, frames: AsyncIterable<Uint8Array>, timer: Timer): Outgoing {
  return {
    status,
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache', ...headers },
    body: withKeepAlive(frames, timer),
  };
}

async function* toNamedFrames(events: AsyncIterable<NamedEvent>): AsyncGenerator<Uint8Array> {
  for await (const { event, data } of events) yield encoder.encode(`event: ${event}\ndata: ${toJsonText(data)}\n\n`);
}

async function* toFrames(events: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const event of events) yield encoder.encode(`data: ${toJsonText(event)}\n\n`);
}

/** The API's error body. */
export function encodeProblem(problem: Problem, headers: Readonly<Record<string, string>>): Outgoing {
  const { status, message, type, code, details } = problem;
  const error = {
    message,
    type,
    ...(code === undefined ? {} : { code }),
    ...(details === undefined ? {} : { details }),
  };
  return encodeJson({ status, headers: { ...headers, ...problem.headers } }, { success: false, status, error });
}

/** JSON, with vectors as lists of the shortest numbers that are the same float32. */
export function toJsonText(body: unknown): string {
  // Asking about every value while writing costs several times as much as looking for a vector before.
  if (!holdsVector(body)) return JSON.stringify(body);
  return JSON.stringify(body, (_key, value: unknown) =>
    value instanceof Float32Array ? Array.from(value, toShortest) : value,
  );
}

function holdsVector(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Float32Array) return true;
  if (Array.isArray(value)) return value.some(holdsVector);
  for (const key in value) if (holdsVector((value as Readonly<Record<string, unknown>>)[key])) return true;
  return false;
}

/** 0.10000000149011612 -> 0.1: nine digits always suffice, seven mostly do. */
function toShortest(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}
