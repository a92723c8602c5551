import { describe, expect, it, onTestFinished } from 'vitest';
import { Mixpeek } from '../../src/client.js';
import type { Server } from '../../src/server/index.js';
import { systemClock } from '../../src/internal/clock.js';
import type { UpsertDocument } from '../../src/generated/schemas.js';
import { KEY, setupClient } from '../helpers/client.js';

const COUNT = 600;
const documents = (): UpsertDocument[] =>
  Array.from({ length: COUNT }, (_, index) => ({
    document_id: `d${index}`,
    vectors: { v: Float32Array.of(index, 1) },
    payload: { index },
  }));

const SPEED = 1_000;
/** A clock that runs a thousand times as fast, so that back-off takes no time to speak of. */
const quickClock = {
  now: () => systemClock.now() * SPEED,
  setTimeout: (run: () => void, delayMs: number) => systemClock.setTimeout(run, delayMs / SPEED),
};

function orderFaults({ faults }: Server): void {
  const operation = 'namespaces.documents.upsert';
  faults.add({ operation, probability: 0.05, status: 429, retryAfter: 1 });
  faults.add({ operation, probability: 0.05, status: 503 });
  faults.add({ operation, probability: 0.05, reset: 'before' });
  faults.add({ operation, probability: 0.05, reset: 'after' });
  faults.add({ operation, probability: 0.02, truncate: true });
}

async function readBack(mp: Mixpeek): Promise<[string, unknown][]> {
  const all = await mp.documents.list({ limit: 1000 }).toArray();
  return all
    .map((each): [string, unknown] => [each.document_id, (each as Record<string, unknown>)['index']])
    .sort((one, other) => Number(one[1]) - Number(other[1]));
}

const expected = documents().map((each, index): [string, unknown] => [String(each.document_id), index]);

describe('upsertMany against the reference server', () => {
  it('ends as without faults when requests are refused, cut and lost, in this process', async () => {
    const { mp, server } = setupClient({ clock: quickClock, timeoutMs: 0, deadlineMs: 0, namespace: 'ns' });
    await mp.namespaces.create({ namespace_id: 'ns' });
    orderFaults(server);
    const result = await mp.namespaces.documents.upsertMany(documents(), { batchSize: 10 });
    expect(result).toMatchObject({ inserted: COUNT, failed: [], failedCount: 0, batches: 60 });
    expect(result.retries).toBeGreaterThan(3);
    server.faults.clear();
    expect(await readBack(mp)).toEqual(expected);
  });

  it('does so over HTTP', async () => {
    const { server } = setupClient();
    const listening = await server.listen();
    const mp = new Mixpeek({
      apiKey: KEY,
      namespace: 'ns',
      baseUrl: listening.url,
      clock: quickClock,
      timeoutMs: 0,
      deadlineMs: 0,
    });
    onTestFinished(() => mp.close());
    await mp.namespaces.create({ namespace_id: 'ns' });
    orderFaults(server);
    const result = await mp.namespaces.documents.upsertMany(documents(), { batchSize: 10 });
    expect(result).toMatchObject({ inserted: COUNT, failed: [], batches: 60 });
    expect(result.retries).toBeGreaterThan(3);
    server.faults.clear();
    expect(await readBack(mp)).toEqual(expected);
  });

  it('leaves the retries of other calls alone', async () => {
    const { mp, server } = setupClient({
      clock: quickClock,
      timeoutMs: 0,
      deadlineMs: 0,
      namespace: 'ns',
      maxRetries: 3,
    });
    await mp.namespaces.create({ namespace_id: 'ns' });
    server.faults.add({ operation: 'namespaces.documents.upsert', times: 80, status: 503 });
    const result = await mp.namespaces.documents.upsertMany(documents().slice(0, 60), { batchSize: 1, maxRetries: 50 });
    expect(result).toMatchObject({ inserted: 60, retries: 80 });
    server.faults.add({ operation: 'namespaces.get', times: 3, status: 503 });
    expect(await mp.namespaces.get('ns')).toMatchObject({ namespace_id: 'ns' });
  });

  it('lets the reads after it see every document where plain reads lag', async () => {
    const { mp } = setupClient({ namespace: 'ns' }, { lagMs: 60_000 });
    await mp.namespaces.create({ namespace_id: 'ns' });
    const { writeToken } = await mp.namespaces.documents.upsertMany(documents(), { batchSize: 50 });
    expect(writeToken).toMatch(/^wt_/);
    expect(mp.writeTokens.get('ns')).toBe(writeToken);
    expect(await readBack(mp)).toEqual(expected);
  });
});
