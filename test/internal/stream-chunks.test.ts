import { expect, it } from 'vitest';
import { streamChunks } from '../../src/internal/stream-chunks.js';

const ENCODER = new TextEncoder();

function setup(words: readonly string[]) {
  let cancelled = 0;
  const rest = [...words];
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const word = rest.shift();
      if (word === undefined) controller.close();
      else controller.enqueue(ENCODER.encode(word));
    },
    // Never settles: a reader that waited for it would hang.
    cancel: () => {
      cancelled += 1;
      return new Promise<void>(() => undefined);
    },
  });
  return { stream, cancelled: () => cancelled };
}

it('gives every chunk in order', async () => {
  const { stream, cancelled } = setup(['a', 'b', 'c']);
  const read: string[] = [];
  for await (const chunk of streamChunks(stream)) read.push(new TextDecoder().decode(chunk));
  expect(read).toEqual(['a', 'b', 'c']);
  expect(cancelled()).toBe(0);
});

it('cancels a stream that is left early, without waiting for it', async () => {
  const { stream, cancelled } = setup(['a', 'b', 'c']);
  for await (const _chunk of streamChunks(stream)) break;
  expect(cancelled()).toBe(1);
});

it('gives nothing where there is no body', async () => {
  for await (const _chunk of streamChunks(null)) expect.unreachable();
});
