import { describe, expect, it } from 'vitest';
import { createReportStream } from '../../../src/resources/bulk/report-stream.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a report stream', () => {
  it('keeps the giver waiting until the taker comes back for more', async () => {
    const stream = createReportStream<number>();
    let used = false;
    void stream.give([1, 2]).then(() => (used = true));
    expect(await stream.next()).toEqual({ done: false, value: 1 });
    expect(await stream.next()).toEqual({ done: false, value: 2 });
    await turn();
    expect(used).toBe(false);
    void stream.next();
    await turn();
    expect(used).toBe(true);
  });

  it('gives what is left before the end, and a failure once', async () => {
    const stream = createReportStream<number>();
    void stream.give([1]);
    stream.release();
    await stream.give([2]);
    stream.end({ error: new Error('disk') });
    const seen: number[] = [];
    await expect(
      (async () => {
        for await (const value of stream) seen.push(value);
      })(),
    ).rejects.toThrow('disk');
    expect(seen).toEqual([1, 2]);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('does not keep the giver of a taker who has left', async () => {
    const stream = createReportStream<number>();
    const given = stream.give([1, 2]);
    for await (const _ of stream) break;
    await given;
    await stream.give([3]);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });
});
