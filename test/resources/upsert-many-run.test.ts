import { describe, expect, it } from 'vitest';
import type { RequestOptions } from '../../src/call.js';
import { AbortError, ApiError, ConnectionError } from '../../src/errors.js';
import type { UpsertDocument } from '../../src/generated/schemas.js';
import type { FailedDocuments } from '../../src/resources/failed-batch.js';
import { runUpsertMany, type UpsertManyRun } from '../../src/resources/upsert-many-run.js';
import type { UpsertManyOptions, UpsertManyReport } from '../../src/resources/upsert-many-options.js';
import { createManualClock, type ManualClock } from '../helpers/clock.js';

const document = (index: number): UpsertDocument => ({ document_id: `d${index}`, vectors: { v: [1, index] } });
const documents = (count: number): UpsertDocument[] => Array.from({ length: count }, (_, index) => document(index));
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const idsOf = (batch: readonly UpsertDocument[]): string[] => batch.map(({ document_id: id }) => String(id));

interface Reply {
  headers?: Record<string, string>;
  token?: string;
}

interface Setup {
  run: UpsertManyRun;
  clock: ManualClock;
  /** Ids of each request. */
  sent: string[][];
}

/** `answer` gets the ids of a request and its number, from 1. */
function setup(
  source: Parameters<typeof runUpsertMany>[0],
  options: UpsertManyOptions,
  answer: (ids: string[], number: number) => Reply | Promise<Reply> = () => ({}),
): Setup {
  const clock = createManualClock();
  const sent: string[][] = [];
  const send = async (batch: UpsertDocument[], _: RequestOptions) => {
    const ids = idsOf(batch);
    const number = sent.push(ids);
    await turn();
    const { headers = {}, token } = await answer(ids, number);
    return {
      data: { inserted: ids.length, document_ids: ids, namespace_id: 'ns', ...(token && { write_token: token }) },
      response: { status: 200, headers: new Headers(headers), url: '' },
    };
  };
  return { run: runUpsertMany(source, options, { clock, random: () => 0.5, send }), clock, sent };
}

const refusal = (status: number, more: Partial<ConstructorParameters<typeof ApiError>[1]> = {}): ApiError =>
  new ApiError('refused', { status, type: 'RefusedError', retryable: status === 429 || status >= 500, ...more });

describe('a run of upsertMany', () => {
  it('reads web streams and Node streams of objects', async () => {
    const { Readable } = await import('node:stream');
    for (const source of [Readable.from(documents(5)), webStream(documents(5))]) {
      const { run } = setup(source as ReadableStream<UpsertDocument>, { batchSize: 2 });
      expect(await run).toMatchObject({ inserted: 5, batches: 3 });
    }
  });

  it('reports each document in the order of the source, failed ones with their error', async () => {
    const { run } = setup(documents(6), { batchSize: 2, concurrency: 3 }, async (ids) => {
      if (ids.includes('d2')) throw refusal(400);
      if (ids.includes('d0')) for (let count = 0; count < 5; count++) await turn();
      return {};
    });
    const reports: UpsertManyReport[] = [];
    for await (const report of run) reports.push(report);
    expect(reports.map(({ position, document_id: id, status }) => [position, id, status])).toEqual([
      [0, 'd0', 'written'],
      [1, 'd1', 'written'],
      [2, 'd2', 'failed'],
      [3, 'd3', 'failed'],
      [4, 'd4', 'written'],
      [5, 'd5', 'written'],
    ]);
    expect(reports[2]).toMatchObject({ error: { status: 400 } });
    expect(await run).toMatchObject({ inserted: 4, failedCount: 2 });
  });

  it('waits for a slow reader of its reports', async () => {
    const { run, sent } = setup(documents(1_000), { batchSize: 1, concurrency: 1 });
    const reports = run[Symbol.asyncIterator]();
    await reports.next();
    for (let count = 0; count < 200; count++) await turn();
    expect(sent.length).toBeLessThan(20);
    for await (const _ of reports);
    expect(await run).toMatchObject({ inserted: 1_000 });
  });

  it('goes on when the reader of its reports leaves, and refuses one who comes late', async () => {
    const { run } = setup(documents(10), { batchSize: 1 });
    for await (const _ of run) break;
    expect(await run).toMatchObject({ inserted: 10 });
    expect(() => run[Symbol.asyncIterator]()).toThrow('can be read from its first on, once');
  });

  it('throws a failure to whoever iterates, and then to nobody else', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    const bug = new TypeError('bug');
    const { run } = setup(documents(3), {}, () => {
      throw bug;
    });
    await expect(
      (async () => {
        for await (const _ of run);
      })(),
    ).rejects.toBe(bug);
    for (let count = 0; count < 3; count++) await turn();
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  it('hands failed documents over in order, waits for that, and lists none', async () => {
    const kept: FailedDocuments[] = [];
    const { run } = setup(
      documents(8),
      {
        batchSize: 2,
        concurrency: 2,
        onFailed: async (failed) => {
          await turn();
          kept.push(failed);
        },
      },
      (ids) => {
        if (ids.includes('d1') || ids.includes('d6')) throw refusal(400);
        return {};
      },
    );
    expect(await run).toMatchObject({ inserted: 4, failed: [], failedCount: 4 });
    expect(kept.map(({ from, count, documents: given }) => [from, count, idsOf(given)])).toEqual([
      [0, 2, ['d0', 'd1']],
      [6, 2, ['d6', 'd7']],
    ]);
    expect(run.resumeToken().done).toEqual([[0, 8]]);
  });

  it('ends when the failed documents cannot be handed over', async () => {
    const { run } = setup(
      documents(4),
      { batchSize: 1, onFailed: () => Promise.reject(new Error('disk full')) },
      () => {
        throw refusal(400);
      },
    );
    await expect(run).rejects.toThrow('disk full');
  });

  it('starts nothing while paused, and goes on', async () => {
    const { run, sent } = setup(documents(20), { batchSize: 1, concurrency: 2 });
    run.pause();
    for (let count = 0; count < 10; count++) await turn();
    const before = sent.length;
    expect(before).toBeLessThanOrEqual(2);
    expect(run.progress()).toMatchObject({ paused: true, inFlight: 0 });
    run.resume();
    expect(await run).toMatchObject({ inserted: 20 });
    expect(run.progress()).toMatchObject({ paused: false, read: 20, inserted: 20, batches: 20 });
  });

  it('says how far it is', async () => {
    const seen: number[] = [];
    const { run } = setup(documents(10), { batchSize: 5, onBatch: ({ inserted }) => seen.push(inserted) });
    await run;
    expect(seen).toEqual([5, 10]);
    expect(run.progress()).toMatchObject({ read: 10, inserted: 10, failed: 0, skipped: 0, inFlight: 0, retries: 0 });
    expect(run.progress().bytes).toBeGreaterThan(100);
  });

  it('holds back only the batch that the service asks to wait while others get through', async () => {
    const { run, clock, sent } = setup(documents(6), { batchSize: 1, concurrency: 4 }, (_, number) => {
      if (number === 1) throw refusal(429, { retryAfter: 3 });
      return {};
    });
    const startedAt = clock.now();
    expect(await clock.untilTimer()).toBe(3_000);
    for (let count = 0; count < 10; count++) await turn();
    expect(run.progress()).toMatchObject({ paused: false, inserted: 5 });
    expect(await clock.drive(Promise.resolve(run))).toMatchObject({ inserted: 6, retries: 1, failed: [] });
    expect(clock.now() - startedAt).toBe(3_000);
    expect(sent.at(-1)).toEqual(['d0']);
  });

  it('lets nothing start for as long as the service asks when it refuses most of the window', async () => {
    const { run, clock, sent } = setup(documents(9), { batchSize: 1, concurrency: 4 }, (_, number) => {
      if (number <= 4) throw refusal(429, { retryAfter: 3 });
      return {};
    });
    const startedAt = clock.now();
    expect(await clock.untilTimer()).toBe(3_000);
    for (let count = 0; count < 10; count++) await turn();
    const whenRefused = sent.length;
    expect(whenRefused).toBeLessThanOrEqual(6);
    expect(run.progress()).toMatchObject({ paused: true });
    clock.advance(2_999);
    await turn();
    expect(sent.length).toBe(whenRefused);
    expect(await clock.drive(Promise.resolve(run))).toMatchObject({ inserted: 9, retries: 4, failed: [] });
    expect(clock.now() - startedAt).toBe(3_000);
  });

  it('lets nothing start for as long as the service asks, and sends the refused batch again', async () => {
    const { run, clock, sent } = setup(documents(6), { batchSize: 1, concurrency: 1 }, (_, number) => {
      if (number === 1) throw refusal(429, { retryAfter: 3 });
      return {};
    });
    const startedAt = clock.now();
    expect(await clock.untilTimer()).toBe(3_000);
    for (let count = 0; count < 10; count++) await turn();
    const whenRefused = sent.length;
    expect(run.progress()).toMatchObject({ paused: true });
    clock.advance(2_999);
    await turn();
    expect(sent.length).toBe(whenRefused);
    expect(await clock.drive(Promise.resolve(run))).toMatchObject({ inserted: 6, retries: 1, failed: [] });
    expect(clock.now() - startedAt).toBe(3_000);
  });

  it('waits before it is refused when an answer says that the rate limit is used up', async () => {
    const { run, clock, sent } = setup(documents(3), { batchSize: 1, concurrency: 1 }, (_, number) =>
      number === 1 ? { headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2' } } : {},
    );
    expect(await clock.untilTimer()).toBe(2_000);
    expect(sent).toHaveLength(1);
    expect(await clock.drive(Promise.resolve(run))).toMatchObject({ inserted: 3, retries: 0 });
  });

  it('gives a batch up after a bounded number of tries, with growing waits, and writes the others', async () => {
    const tries: string[] = [];
    const { run, clock } = setup(documents(3), { batchSize: 1, maxRetries: 4 }, ([id = '']) => {
      if (id !== 'd1') return {};
      tries.push(id);
      throw new ConnectionError('reset');
    });
    const result = await clock.drive(Promise.resolve(run));
    expect(result).toMatchObject({ inserted: 2, failed: [{ from: 1, count: 1, documentIds: ['d1'] }], retries: 4 });
    expect(tries).toHaveLength(5);
  });

  it('halves a batch that is too large, and sends none as large again', async () => {
    const { run, sent } = setup(documents(64), { batchSize: 16, concurrency: 1 }, (ids) => {
      if (ids.length > 5) throw refusal(413);
      return {};
    });
    expect(await run).toMatchObject({ inserted: 64, failed: [] });
    expect(sent.filter((ids) => ids.length > 5).map((ids) => ids.length)).toEqual([16, 8]);
    expect(sent.filter((ids) => ids.length <= 5).flat()).toEqual(idsOf(documents(64)));
  });

  it('takes over a smaller limit that a refusal names', async () => {
    const { run, sent } = setup(documents(60), { batchSize: 30, concurrency: 1 }, (ids) => {
      if (ids.length <= 20) return {};
      const message = 'List should have at most 20 items after validation, not 30';
      throw refusal(422, { fieldErrors: [{ path: 'documents', message, type: 'too_long' }] });
    });
    expect(await run).toMatchObject({ inserted: 60, failed: [] });
    expect(sent.map((ids) => ids.length)).toEqual([30, 20, 10, 20, 10]);
  });

  it('fails a single document that is too large', async () => {
    const { run } = setup(documents(4), { batchSize: 4 }, (ids) => {
      if (ids.includes('d2')) throw refusal(413);
      return {};
    });
    expect(await run).toMatchObject({ inserted: 3, failed: [{ from: 2, count: 1, error: { status: 413 } }] });
  });

  it('ends batches by bytes, and sends a document above the limit alone', async () => {
    const source = documents(6).map((each, index) => ({
      ...each,
      payload: { text: 'x'.repeat(index === 2 ? 5_000 : 400) },
    }));
    const { run, sent } = setup(source, { batchBytes: 1_000 });
    expect(await run).toMatchObject({ inserted: 6 });
    expect(sent).toEqual([['d0', 'd1'], ['d2'], ['d3', 'd4'], ['d5']]);
  });

  it('writes documents with one id one after another, in the order of the source', async () => {
    const stored = new Map<string, number>();
    let underWay = 0;
    const source = Array.from({ length: 40 }, (_, index) => ({ ...document(index % 3), payload: { index } }));
    const { run } = setup(source, { batchSize: 10, concurrency: 8 }, async (ids) => {
      expect(new Set(ids).size).toBe(ids.length);
      underWay += ids.filter((id) => id === 'd0').length;
      expect(underWay).toBeLessThanOrEqual(1);
      await turn();
      for (const id of ids) stored.set(id, (stored.get(id) ?? 0) + 1);
      underWay -= ids.filter((id) => id === 'd0').length;
      return {};
    });
    expect(await run).toMatchObject({ inserted: 40, failed: [] });
    expect(Object.fromEntries(stored)).toEqual({ d0: 14, d1: 13, d2: 13 });
  });

  it('gives a document the same id each time it is sent', async () => {
    const { run, clock, sent } = setup([{ vectors: { v: [1] } }], {}, (_, number) => {
      if (number < 3) throw refusal(503);
      return {};
    });
    await clock.drive(Promise.resolve(run));
    expect(sent).toHaveLength(3);
    expect(new Set(sent.flat()).size).toBe(1);
  });

  it('ends with the token of its last batch, sent when all others were acknowledged and nothing twice', async () => {
    let open = 0;
    const { run, sent } = setup(documents(9), { batchSize: 1, concurrency: 4 }, async (ids) => {
      const besides = open++;
      await turn();
      open -= 1;
      if (ids[0] === 'd8') expect(besides).toBe(0);
      return { token: `t-${ids[0] ?? ''}` };
    });
    expect(await run).toMatchObject({ writeToken: 't-d8' });
    expect(sent).toHaveLength(9);
  });

  it('writes its newest document once more when the last batch failed, for a token that covers the others', async () => {
    let tokens = 0;
    const { run, sent } = setup(documents(3), { batchSize: 1, concurrency: 2 }, (ids) => {
      if (ids.includes('d2')) throw refusal(400);
      return { token: `t${++tokens}` };
    });
    expect(await run).toMatchObject({ inserted: 2, writeToken: 't3', failedCount: 1 });
    expect(sent).toHaveLength(4);
    expect(['d0', 'd1']).toContain(sent[3]?.[0]);
  });

  it('says when it is aborted what was acknowledged, and another run sends the rest', async () => {
    const controller = new AbortController();
    const { run } = setup(documents(10), { batchSize: 2, concurrency: 1, signal: controller.signal }, (ids) => {
      if (!ids.includes('d4')) return {};
      controller.abort(new Error('enough'));
      throw new AbortError();
    });
    const error = (await run.then(() => undefined).catch((reason: unknown) => reason)) as AbortError;
    expect(error).toBeInstanceOf(AbortError);
    expect(error.bulk).toEqual({
      acknowledged: 4,
      failed: 0,
      prefix: 4,
      resumeToken: { version: 1, done: [[0, 4]] },
    });
    expect(error.toJSON()).toMatchObject({ name: 'AbortError', bulk: { prefix: 4 } });
    const rest = setup(documents(10), { batchSize: 10, resumeFrom: error.bulk?.resumeToken });
    expect(await rest.run).toMatchObject({ inserted: 6, skipped: 4 });
    expect(rest.sent).toEqual([['d4', 'd5', 'd6', 'd7', 'd8', 'd9']]);
  });

  it('sends nothing when its signal has fired before', async () => {
    const { run, sent } = setup(documents(3), { signal: AbortSignal.abort(new Error('early')) });
    await expect(run).rejects.toMatchObject({ name: 'AbortError', bulk: { acknowledged: 0 } });
    expect(sent).toEqual([]);
  });

  it.each<[object, string]>([
    [{ concurrency: { min: 5, max: 2 } }, 'concurrency is an object; it must be a whole number from 1 to 256'],
    [{ concurrency: { most: 2 } }, 'concurrency is an object'],
    [{ resumeFrom: { version: 2 } }, 'resumeFrom must be { version: 1'],
    [{ onFailed: [] }, 'onFailed is an array; it must be a function.'],
  ])('refuses %j', async (options, message) => {
    const { run, sent } = setup(documents(2), options);
    await expect(run).rejects.toThrow(message);
    expect(sent).toEqual([]);
  });
});

/** Without an async iterator, as some browsers have it. */
function webStream(items: readonly UpsertDocument[]): ReadableStream<UpsertDocument> {
  const stream = new ReadableStream<UpsertDocument>({
    start(controller) {
      for (const item of items) controller.enqueue(item);
      controller.close();
    },
  });
  return { getReader: () => stream.getReader() } as ReadableStream<UpsertDocument>;
}
