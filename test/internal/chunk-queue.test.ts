import { describe, expect, it } from 'vitest';
import { createChunkQueue } from '../../src/internal/chunk-queue.js';

function setup() {
  const told: string[] = [];
  const queue = createChunkQueue({
    pause: () => told.push('pause'),
    resume: () => told.push('resume'),
    leave: () => told.push('leave'),
  });
  return { queue, told };
}

async function readAll(queue: AsyncIterable<Uint8Array>): Promise<number[]> {
  const lengths: number[] = [];
  for await (const chunk of queue) lengths.push(chunk.byteLength);
  return lengths;
}

describe('a chunk queue', () => {
  it('gives what was pushed before and after the reading began, in order, to its end', async () => {
    const { queue, told } = setup();
    queue.push(new Uint8Array(1));
    const reading = readAll(queue);
    queue.push(new Uint8Array(2));
    queue.push(new Uint8Array(3));
    queue.end();
    expect(await reading).toEqual([1, 2, 3]);
    expect(told).toEqual([]);
  });

  it('pauses its source while much waits, and lets it go on once that is read', async () => {
    const { queue, told } = setup();
    queue.push(new Uint8Array(60_000));
    queue.push(new Uint8Array(60_000));
    expect(told).toEqual(['pause']);
    const iterator = queue[Symbol.asyncIterator]();
    await iterator.next();
    expect(told).toEqual(['pause', 'resume']);
  });

  it('gives what came before a failure, then fails', async () => {
    const { queue } = setup();
    queue.push(new Uint8Array(1));
    queue.fail(new Error('cut'));
    queue.fail(new Error('later'));
    const iterator = queue[Symbol.asyncIterator]();
    expect((await iterator.next()).value?.byteLength).toBe(1);
    await expect(iterator.next()).rejects.toThrow('cut');
  });

  it('fails a reader that waits', async () => {
    const { queue } = setup();
    const reading = readAll(queue);
    queue.fail(new Error('cut'));
    await expect(reading).rejects.toThrow('cut');
  });

  it('tells its source when the reader leaves early, and not when it has read to the end', async () => {
    const left = setup();
    left.queue.push(new Uint8Array(1));
    for await (const _chunk of left.queue) break;
    expect(left.told).toEqual(['leave']);
    const read = setup();
    read.queue.end();
    await readAll(read.queue);
    expect(read.told).toEqual([]);
  });
});
