import { expect, test } from 'vitest';
import { withKeepAlive, type Timer } from '../../src/server/keep-alive.js';
import type { ServerParts } from '../../src/server/core.js';
import { createTinyServer, ECHO } from './tiny-server.js';

/** Timers that go off when they are told to. */
function manualTimer() {
  const waiting = new Set<{ callBack: () => void; ms: number }>();
  const timer: Timer = (callBack, ms) => {
    const entry = { callBack, ms };
    waiting.add(entry);
    return () => void waiting.delete(entry);
  };
  return { timer, waiting, fire: () => [...waiting].forEach(({ callBack }) => callBack()) };
}

/** A source whose frames come when they are pushed. */
function manualSource() {
  const frames = new TransformStream<Uint8Array, Uint8Array>();
  const writer = frames.writable.getWriter();
  const state = { left: false };
  async function* read(): AsyncGenerator<Uint8Array> {
    try {
      yield* frames.readable;
    } finally {
      state.left = true;
    }
  }
  return {
    source: read(),
    state,
    push: (text: string) => void writer.write(new TextEncoder().encode(text)),
    end: () => void writer.close(),
  };
}

const textOf = async (next: Promise<IteratorResult<Uint8Array>>): Promise<string> =>
  new TextDecoder().decode((await next).value);

test('a comment is sent for every 15 seconds without a frame, and no frame is lost to it', async () => {
  const { timer, waiting, fire } = manualTimer();
  const { source, push, end } = manualSource();
  const frames = withKeepAlive(source, timer)[Symbol.asyncIterator]();
  for (let round = 0; round < 2; round++) {
    const quiet = frames.next();
    expect([...waiting].map(({ ms }) => ms)).toEqual([15_000]);
    fire();
    expect(await textOf(quiet)).toBe(': keep-alive\n\n');
  }
  push('data: 1\n\n');
  expect(await textOf(frames.next())).toBe('data: 1\n\n');
  end();
  expect((await frames.next()).done).toBe(true);
  expect(waiting.size).toBe(0);
});

test('a frame that comes together with a comment follows it', async () => {
  const { timer, fire } = manualTimer();
  let come = (_frame: IteratorResult<Uint8Array>): void => undefined;
  const next = () => new Promise<IteratorResult<Uint8Array>>((resolve) => (come = resolve));
  const frames = withKeepAlive({ [Symbol.asyncIterator]: () => ({ next }) }, timer)[Symbol.asyncIterator]();
  const quiet = frames.next();
  fire();
  come({ done: false, value: new TextEncoder().encode('data: 1\n\n') });
  expect(await textOf(quiet)).toBe(': keep-alive\n\n');
  expect(await textOf(frames.next())).toBe('data: 1\n\n');
});

test('a client that leaves while nothing comes stops the timer at once', async () => {
  const { timer, waiting } = manualTimer();
  const { source, state, push } = manualSource();
  const frames = withKeepAlive(source, timer)[Symbol.asyncIterator]();
  push('data: 1\n\n');
  await frames.next();
  const waitingFor = frames.next();
  await frames.return?.();
  expect(await waitingFor).toEqual({ done: true, value: undefined });
  expect(waiting.size).toBe(0);
  push('data: 2\n\n');
  await expect.poll(() => state.left).toBe(true);
});

test('a source that breaks breaks the stream', async () => {
  const { timer, waiting } = manualTimer();
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array();
    throw new Error('broken');
  }
  const frames = withKeepAlive(broken(), timer)[Symbol.asyncIterator]();
  await frames.next();
  await expect(frames.next()).rejects.toThrow('broken');
  expect(waiting.size).toBe(0);
});

test('event streams are kept alive from their first moment, and let go when the reader leaves', async () => {
  const { timer, waiting, fire } = manualTimer();
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let ended = false;
  async function* events(): AsyncGenerator {
    try {
      await held;
      yield { n: 1 };
      yield { n: 2 };
    } finally {
      ended = true;
    }
  }
  const parts: Partial<ServerParts> = { timer };
  const server = createTinyServer({ resolve: { 'things.echo': () => ({ events: events() }) }, parts });
  const response = await server.fetch('/things', { method: ECHO.http, headers: { authorization: 'Bearer k' } });
  const reader = response.body?.getReader();
  const read = async () => new TextDecoder().decode((await reader?.read())?.value);
  const first = read();
  await expect.poll(() => waiting.size).toBe(1);
  fire();
  expect(await first).toBe(': keep-alive\n\n');
  release();
  expect(await read()).toBe('data: {"n":1}\n\n');
  await reader?.cancel();
  await expect.poll(() => ended).toBe(true);
  expect(waiting.size).toBe(0);
});
