import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';

import type { StoredDocument } from '../../../src/server/document-space.js';
import type { TaskRecord } from '../../../src/server/records.js';
import { decodeDocument, encodeDocument } from '../../../src/server/storage/codec.js';
import { openLevelStore } from '../../../src/server/storage/level.js';
import type { Store } from '../../../src/server/storage/store.js';

async function createDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'mixpeek-level-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

const document = (id: string, numbers: readonly number[] = [0.1, -2]): StoredDocument => ({
  id,
  vectors: { v: Float32Array.from(numbers), empty: new Float32Array() },
  payload: { text: 'héllo', nested: { list: [1, null] } },
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-02T00:00:00.000Z',
});

const task = (id: string): TaskRecord => ({
  id,
  namespace_id: null,
  task_type: 't',
  status: 'PENDING',
  inputs: [],
  outputs: [],
  additional_data: {},
  error: null,
  created_at: '',
  updated_at: '',
});

async function contentsOf(store: Store): Promise<string[]> {
  const seen: string[] = [];
  for await (const item of store.load()) {
    seen.push(item.kind === 'record' ? `${item.table}/${item.record.id}` : `${item.namespaceId}/${item.document.id}`);
  }
  return seen;
}

test('a document is the same after encoding and decoding', () => {
  const finite = fc.float({ noNaN: true });
  fc.assert(
    fc.property(fc.string(), fc.array(finite), fc.uint8Array({ maxLength: 3 }), (id, numbers, before) => {
      const original = document(id, numbers);
      const bytes = encodeDocument(original);
      // Stores hand out views at any offset.
      const shifted = new Uint8Array([...before, ...bytes]).subarray(before.length);
      expect(decodeDocument(shifted)).toEqual(original);
    }),
  );
});

test('records come back in order of creation, whatever their ids and updates', async () => {
  const directory = await createDirectory();
  const store = await openLevelStore(directory);
  for (const id of ['z', 'a', 'm'])
    await store.commit([{ kind: 'put', table: 'tasks', record: task(id) }], { durable: true });
  await store.commit([{ kind: 'put', table: 'tasks', record: task('z') }], { durable: true });
  await store.close();
  const reopened = await openLevelStore(directory);
  expect(await contentsOf(reopened)).toEqual(['tasks/z', 'tasks/a', 'tasks/m']);
  await reopened.commit([{ kind: 'put', table: 'tasks', record: task('b') }], { durable: true });
  expect(await contentsOf(reopened)).toEqual(['tasks/z', 'tasks/a', 'tasks/m', 'tasks/b']);
  await reopened.close();
});

test('dropping the documents of a namespace leaves those of others, and those put after', async () => {
  const store = await openLevelStore(await createDirectory());
  const put = (namespaceId: string, ...ids: string[]) =>
    ({ kind: 'putDocuments', namespaceId, documents: ids.map((id) => document(id)) }) as const;
  await store.commit([put('n', 'a', 'b'), put('n2', 'c'), put('n/', 'd')], { durable: true });
  await store.commit([put('n', 'e'), { kind: 'dropDocuments', namespaceId: 'n' }, put('n', 'f')], { durable: true });
  await store.commit([{ kind: 'deleteDocuments', namespaceId: 'n2', ids: ['c'] }], { durable: true });
  expect(await contentsOf(store)).toEqual(['n/f', 'n//d']);
  await store.clear();
  expect(await contentsOf(store)).toEqual([]);
  await store.close();
});

test('a directory in use is refused with what to do', async () => {
  const directory = await createDirectory();
  const store = await openLevelStore(directory);
  await expect(openLevelStore(directory)).rejects.toThrow(
    `The data directory ${directory} is in use by another server process. Stop`,
  );
  await store.close();
  await (await openLevelStore(directory)).close();
});

test('a directory of another format is refused', async () => {
  const directory = await createDirectory();
  const store = await openLevelStore(directory);
  await store.setValue('format', '99');
  await store.close();
  await expect(openLevelStore(directory)).rejects.toThrow('has format 99; this version reads format 1');
});
