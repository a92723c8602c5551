import { describe, expect, it } from 'vitest';
import type { RequestOptions } from '../../src/call.js';
import { AbortError, ApiError, ConfigError, ValidationError } from '../../src/errors.js';
import type { UpsertDocument, UpsertDocumentsResponse } from '../../src/generated/schemas.js';
import { runUpsertMany, type UpsertManyRun } from '../../src/resources/upsert-many-run.js';
import type { UpsertManyOptions } from '../../src/resources/upsert-many-options.js';
import { observeClient, setupClient } from '../helpers/client.js';
import { createManualClock } from '../helpers/clock.js';

const document = (index: number): UpsertDocument => ({ document_id: `d${index}`, vectors: { v: [1, index] } });
const documents = (count: number): UpsertDocument[] => Array.from({ length: count }, (_, index) => document(index));
const answer = (batch: readonly UpsertDocument[]): UpsertDocumentsResponse => ({
  inserted: batch.length,
  document_ids: batch.map(({ document_id: id }) => String(id)),
  namespace_id: 'ns',
});
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
type Send = (batch: UpsertDocument[], options: RequestOptions) => Promise<UpsertDocumentsResponse>;

/** A run whose requests are answered by `send`, on a clock that stands still. */
function run(
  source: Iterable<UpsertDocument> | AsyncIterable<UpsertDocument>,
  options: UpsertManyOptions,
  send: Send,
): UpsertManyRun {
  return runUpsertMany(source, options, {
    clock: createManualClock(),
    random: () => 0.5,
    send: async (batch, request) => ({
      data: await send(batch, request),
      response: { status: 200, headers: new Headers(), url: '' },
    }),
  });
}

describe('upsertMany', () => {
  it('counts every document when batches end in any order', async () => {
    const open: (() => void)[] = [];
    const result = run(documents(7), { batchSize: 2, concurrency: 4 }, async (batch) => {
      await new Promise<void>((resolve) => open.push(resolve));
      return answer(batch);
    });
    while (open.length < 3) await turn();
    for (const finish of open.splice(0).reverse()) finish();
    // The last batch waits for the others.
    while (open.length < 1) await turn();
    open[0]?.();
    expect(await result).toMatchObject({ inserted: 7, batches: 4, failed: [], failedCount: 0 });
  });

  it('keeps as many requests under way as asked, and reads no further ahead', async () => {
    let underWay = 0;
    let most = 0;
    let read = 0;
    function* source() {
      for (const each of documents(40)) {
        read += 1;
        yield each;
      }
    }
    const ahead: number[] = [];
    await run(source(), { batchSize: 2, concurrency: 3 }, async (batch) => {
      underWay += 1;
      most = Math.max(most, underWay);
      ahead.push(read);
      await turn();
      underWay -= 1;
      return answer(batch);
    });
    expect(most).toBe(3);
    expect(ahead[0]).toBeLessThanOrEqual(4);
  });

  it('lists the batches that failed, in the order of the source, and writes the others', async () => {
    const seen: { inserted: number; failed: number }[] = [];
    const refuse = new Set(['d2', 'd6']);
    const result = await run(
      documents(8),
      { batchSize: 2, concurrency: 2, onBatch: (progress) => seen.push(progress) },
      async (batch) => {
        if (batch.some(({ document_id: id }) => refuse.has(String(id)))) {
          throw new ApiError('no', { status: 400, type: 'BadRequestError' });
        }
        await turn();
        return answer(batch);
      },
    );
    expect(result).toMatchObject({
      inserted: 4,
      batches: 4,
      failed: [
        { from: 2, count: 2, documentIds: ['d2', 'd3'], error: { status: 400 } },
        { from: 6, count: 2, documentIds: ['d6', 'd7'], error: { status: 400 } },
      ],
    });
    expect(seen.at(-1)).toMatchObject({ inserted: 4, failed: 4 });
  });

  it.each([
    ['is not configured', new ConfigError('No API key.')],
    ['has a bug', new TypeError('bug')],
  ])('stops and throws when the client %s', async (_name, error) => {
    let sent = 0;
    await expect(
      run(documents(100), { batchSize: 1, concurrency: 2 }, async () => {
        sent += 1;
        await turn();
        throw error;
      }),
    ).rejects.toBe(error);
    expect(sent).toBeLessThan(4);
  });

  it('throws what the source throws, after what was under way has ended', async () => {
    let ended = 0;
    async function* source() {
      yield document(0);
      yield document(1);
      throw new Error('disk');
    }
    await expect(
      run(source(), { batchSize: 1 }, async (batch) => {
        await turn();
        ended += 1;
        return answer(batch);
      }),
    ).rejects.toThrow('disk');
    expect(ended).toBe(2);
  });

  it('stops when aborted, also while the source keeps it waiting, and closes the source', async () => {
    const controller = new AbortController();
    let closed = false;
    const stuck: AsyncIterable<UpsertDocument> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => undefined),
        return: () => {
          closed = true;
          return Promise.resolve({ done: true, value: undefined });
        },
      }),
    };
    const result = run(stuck, { signal: controller.signal }, () => Promise.reject(new Error('not reached')));
    await turn();
    controller.abort(new Error('enough'));
    const error = await result.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AbortError);
    expect((error as AbortError).cause).toEqual(new Error('enough'));
    expect(closed).toBe(true);
  });

  it('throws the abort of a request and starts no other', async () => {
    const controller = new AbortController();
    let sent = 0;
    await expect(
      run(documents(50), { batchSize: 1, concurrency: 2, signal: controller.signal }, async () => {
        sent += 1;
        await turn();
        controller.abort();
        throw new AbortError();
      }),
    ).rejects.toBeInstanceOf(AbortError);
    expect(sent).toBeLessThan(4);
  });

  it('passes on what concerns the requests, and nothing else', async () => {
    const seen: RequestOptions[] = [];
    await run(documents(1), { batchSize: 5, concurrency: 1, namespace: 'n', timeoutMs: 5 }, async (batch, options) => {
      seen.push(options);
      return answer(batch);
    });
    expect(seen).toEqual([{ namespace: 'n', timeoutMs: 5, maxRetries: 0 }]);
  });

  it.each<[string, unknown, object, string]>([
    ['a size of 0', [], { batchSize: 0 }, 'batchSize is 0; it must be a whole number from 1 to 1000.'],
    ['a size of 1,001', [], { batchSize: 1001 }, 'batchSize is 1001; it must be a whole number from 1 to 1000.'],
    [
      'half a request',
      [],
      { concurrency: 0.5 },
      'concurrency is 0.5; it must be a whole number from 1 to 256, or { min, max } of such.',
    ],
    ['a misspelt option', [], { batchsize: 5 }, 'Unknown option "batchsize".'],
    ['a path', './documents.jsonl', {}, 'got a string'],
    ['the params of an upsert', { documents: [] }, {}, 'got an object'],
    ['nothing', undefined, {}, 'got nothing'],
  ])('refuses %s', async (_name, source, options, message) => {
    const { mp, requests } = observeClient([]);
    const call = mp.namespaces.documents.upsertMany(source as UpsertDocument[], options);
    await expect(call).rejects.toThrow(message);
    expect(requests).toEqual([]);
  });

  it('writes to the service, with the documents that are wrong named', async () => {
    const { mp } = setupClient();
    await mp.namespaces.create({ namespace_id: 'ns' });
    const mixed = documents(25).map((each, index) =>
      index === 13 ? { ...each, vectors: { v: [Number.NaN, 1] } } : each,
    );
    const result = await mp.namespaces.documents.upsertMany(mixed, { batchSize: 10 });
    expect(result).toMatchObject({
      inserted: 24,
      batches: 3,
      failed: [
        { from: 13, count: 1, documentIds: ['d13'], error: { fieldErrors: [{ path: 'documents[0].vectors.v[0]' }] } },
      ],
    });
    expect(await mp.documents.list({ limit: 100 }).toArray()).toHaveLength(24);
  });

  it('takes out the one document that the service names, and writes the rest of its batch', async () => {
    const { mp, connect } = setupClient();
    const vectorConfigs = ['v', 'w'].map((name) => ({ name, dimension: 2 }));
    await mp.namespaces.create({ namespace_id: 'ns', vector_configs: vectorConfigs });
    // A client that has not seen the namespace cannot check this length: the service does.
    const fresh = connect({ namespace: 'ns' });
    const mixed = documents(6).toSpliced(2, 0, { document_id: 'long', vectors: { w: [1, 2, 3] } });
    const result = await fresh.namespaces.documents.upsertMany(mixed);
    expect(result).toMatchObject({
      inserted: 6,
      failed: [{ from: 2, count: 1, documentIds: ['long'], error: { status: 400 } }],
    });
  });

  it('fails a batch as one when most of it is named, so that a wrong first document cannot drop the right ones singly', async () => {
    let sent = 0;
    const result = await run(documents(4), { batchSize: 4 }, async () => {
      sent += 1;
      throw new ValidationError('no', {
        fieldErrors: [1, 2, 3].map((index) => ({ path: `documents[${index}].vectors.v`, message: 'x' })),
      });
    });
    expect(result).toMatchObject({ inserted: 0, failed: [{ from: 0, count: 4 }] });
    expect(sent).toBe(1);
  });
});
