import { expect, test } from 'vitest';
import { namespaceRecord } from './namespace-record.js';

import { createClock } from '../../src/server/clock.js';
import { createDocumentSpace } from '../../src/server/consistency.js';
import type { StoredDocument } from '../../src/server/document-space.js';
import type { NamespaceRecord } from '../../src/server/records.js';

const document = (id: string, text = ''): StoredDocument => ({
  id,
  vectors: { v: Float32Array.of(1, 0) },
  payload: { text },
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
});

const namespace = (changes: Partial<NamespaceRecord> = {}): NamespaceRecord =>
  namespaceRecord({
    id: 'n',
    namespace_name: 'n',
    vector_configs: [{ name: 'v', dimension: 2, metric: 'cosine' }],
    ...changes,
  });

test('without a lag, replica and head are one index', () => {
  const space = createDocumentSpace({ clock: createClock('manual'), lagMs: 0 });
  expect(space.view('replica')).toBe(space.view('head'));
});

test('with a lag, the replica shows each write once its time has come', () => {
  const clock = createClock(0);
  const space = createDocumentSpace({ clock, lagMs: 100 });
  space.configure(namespace());
  space.put([document('a')]);
  clock.advance(50);
  space.put([document('b')]);
  space.remove(['a']);
  expect(space.view('head').ids()).toEqual(['b']);
  expect(space.view('replica').ids()).toEqual([]);
  clock.advance(50);
  expect(space.view('replica').ids()).toEqual(['a']);
  clock.advance(50);
  expect(space.view('replica').ids()).toEqual(['b']);
});

test('restored documents are seen by every reader at once', () => {
  const space = createDocumentSpace({ clock: createClock(0), lagMs: 100 });
  space.restore([document('a')]);
  expect(space.view('replica').ids()).toEqual(['a']);
  expect(space.times('a')?.created_at).toBe('2026-01-01T00:00:00.000Z');
});

test('a text index answers once it was ensured, in head and replica', () => {
  const space = createDocumentSpace({ clock: createClock(0), lagMs: 100 });
  const text = { payload_indexes: [{ field_name: 'text', type: 'text' }] };
  space.configure(namespace(text));
  space.restore([document('a', 'hello')]);
  const find = (view: 'head' | 'replica') => space.view(view).searchText({ query: 'hello', topK: 1 }).length;
  expect([find('head'), find('replica')]).toEqual([0, 0]);
  space.configure(namespace({ ...text, ensured_indexes: ['text'] }));
  expect([find('head'), find('replica')]).toEqual([1, 1]);
  space.configure(namespace());
  expect([find('head'), find('replica')]).toEqual([0, 0]);
});
