import { describe, expect, it } from 'vitest';
import { NamespaceIndex, type EngineDocument } from '../../../src/server/engine/index.js';

const document = (id: string, vector: number[], payload: EngineDocument['payload'] = {}): EngineDocument => ({
  id,
  vectors: { v: new Float32Array(vector) },
  payload,
});

function setup(): NamespaceIndex {
  const index = new NamespaceIndex();
  index.put([document('b', [1, 2], { n: 2, tags: ['x'] }), document('a', [3, 4], { n: 1 }), document('c', [5, 6])]);
  return index;
}

describe('NamespaceIndex', () => {
  it('creates a cosine index for an unseen vector name', () => {
    expect(setup().vectorConfigs()).toEqual([{ name: 'v', dimension: 2, metric: 'cosine' }]);
  });

  it('keeps a declared metric, and refuses to declare it differently', () => {
    const index = new NamespaceIndex();
    const config = { name: 'v', dimension: 2, metric: 'dot' } as const;
    index.addVector(config);
    index.addVector(config);
    expect(() => index.addVector({ ...config, dimension: 3 })).toThrow(
      expect.objectContaining({ code: 'vector_index_exists' }),
    );
    expect(() => index.addVector({ ...config, name: 'w', dimension: 0 })).toThrow(
      expect.objectContaining({ code: 'invalid_vector_config' }),
    );
    expect(index.vectorConfigs()).toEqual([config]);
  });

  it('refuses a wrong dimension before anything is changed', () => {
    const index = setup();
    const batch = [
      document('a', [9, 9], { n: 9 }),
      { ...document('z', [1, 2, 3]), vectors: { w: new Float32Array(4), v: new Float32Array(3) } },
    ];
    const refusal = expect.objectContaining({
      code: 'vector_dimension_mismatch',
      details: { index: 'v', expected: 2, got: 3, document_id: 'z', position: 1 },
    });
    expect(() => index.check(batch)).toThrow(refusal);
    expect(() => index.put(batch)).toThrow(refusal);
    expect(index.payload('a')).toEqual({ n: 1 });
    expect(index.vectorConfigs()).toHaveLength(1);
    expect(index.size).toBe(3);
  });

  it('refuses a batch whose documents disagree about a new index', () => {
    const index = new NamespaceIndex();
    expect(() => index.put([document('a', [1, 2]), document('b', [1, 2, 3])])).toThrow(
      'The vector "v" of document "b" (documents[1]) has 3 numbers; the index takes 2.',
    );
    expect(index.vectorConfigs()).toEqual([]);
  });

  it('says which number is not finite', () => {
    expect(() => new NamespaceIndex().put([document('a', [1, Infinity])])).toThrow(
      expect.objectContaining({
        code: 'vector_not_finite',
        details: { index: 'v', document_id: 'a', position: 0, component: 1 },
      }),
    );
  });

  it('tells which indexes a batch would create, without creating them', () => {
    const index = setup();
    expect(index.check([{ id: 'x', vectors: { w: new Float32Array(3) }, payload: {} }])).toEqual([
      { name: 'w', dimension: 3, metric: 'cosine' },
    ]);
    expect(index.vectorConfigs()).toHaveLength(1);
  });

  it('overwrites whole documents, the last of a batch winning', () => {
    const index = setup();
    index.put([
      document('a', [7, 7], { n: 7 }),
      { id: 'a', vectors: { w: new Float32Array([1]) }, payload: { only: true } },
    ]);
    expect(index.get('a')).toEqual({ id: 'a', vectors: { w: new Float32Array([1]) }, payload: { only: true } });
    expect(index.size).toBe(3);
  });

  it('shares nothing with the caller', () => {
    const vector = new Float32Array([1, 2]);
    const payload = { nested: { list: [1] } };
    const index = new NamespaceIndex();
    index.put([{ id: 'a', vectors: { v: vector }, payload }]);
    vector[0] = 99;
    payload.nested.list.push(2);
    const read = index.get('a')!;
    read.vectors.v![1] = 99;
    (read.payload.nested as { list: number[] }).list.push(3);
    expect(index.get('a')).toEqual({
      id: 'a',
      vectors: { v: new Float32Array([1, 2]) },
      payload: { nested: { list: [1] } },
    });
  });

  it('keeps a payload key named __proto__ as a plain key', () => {
    const index = new NamespaceIndex();
    index.put([{ id: 'a', vectors: {}, payload: JSON.parse('{"__proto__":{"admin":true}}') }]);
    expect(Object.keys(index.payload('a')!)).toEqual(['__proto__']);
    expect((index.payload('a') as { admin?: boolean }).admin).toBeUndefined();
    expect(index.select({ '__proto__.admin': true })).toEqual(['a']);
    expect(index.select({ 'constructor.name': 'Object' })).toEqual([]);
  });

  it('lists ids and documents in order of id, through writes and removals', () => {
    const index = setup();
    expect(index.ids()).toEqual(['a', 'b', 'c']);
    index.put([document('d', [1, 1]), document('0', [1, 1])]);
    expect(index.remove(['b', 'nope', 'b'])).toBe(1);
    index.put([document('ab', [1, 1])]);
    expect(index.ids()).toEqual(['0', 'a', 'ab', 'c', 'd']);
    expect(Array.from(index.documents(), ({ id }) => id)).toEqual(index.ids());
    expect([index.has('b'), index.get('b'), index.payload('b'), index.vector('b', 'v')]).toEqual([
      false,
      undefined,
      undefined,
      undefined,
    ]);
    expect(index.vector('ab', 'v')).toEqual(new Float32Array([1, 1]));
  });

  it('selects by filter in order of id', () => {
    const index = setup();
    expect(index.select()).toEqual(['a', 'b', 'c']);
    expect(index.select({ field: 'n', operator: 'exists', value: true })).toEqual(['a', 'b']);
    expect(index.select({ document_id: 'c' })).toEqual(['c']);
    expect(index.select({ field: 'document_id', operator: 'in', value: ['c', 'a', 'zz'] })).toEqual(['a', 'c']);
    expect(index.select({ document_id: 'C' })).toEqual([]);
  });

  it('makes clones that live apart', () => {
    const index = setup();
    index.addPayloadIndex({ field_name: 'n', type: 'integer' });
    index.addPayloadIndex({ field_name: 'text', type: 'text' });
    const copy = index.clone();
    index.put([document('a', [0, 1], { n: 50, text: 'hello' }), document('e', [1, 1])]);
    index.remove(['b']);
    expect(copy.ids()).toEqual(['a', 'b', 'c']);
    expect(copy.get('a')).toEqual({ id: 'a', vectors: { v: new Float32Array([3, 4]) }, payload: { n: 1 } });
    expect(copy.select({ field: 'n', operator: 'lte', value: 2 })).toEqual(['a', 'b']);
    expect(copy.searchText({ query: 'hello', topK: 3 })).toEqual([]);
    expect(copy.payloadIndexes()).toEqual(index.payloadIndexes());
    copy.put([document('f', [1, 0], { text: 'hello' })]);
    expect(copy.searchText({ query: 'hello', topK: 3 }).map(({ id }) => id)).toEqual(['f']);
    expect(index.has('f')).toBe(false);
    expect(copy.searchVector({ index: 'v', vector: [3, 4], topK: 1 })[0]!.id).toBe('a');
  });

  it('declares payload indexes of every type, counts their documents and drops them', () => {
    const index = setup();
    for (const type of ['keyword', 'integer', 'float', 'bool', 'datetime', 'geo', 'uuid', 'text']) {
      index.addPayloadIndex({ field_name: type === 'integer' ? 'n' : type, type });
    }
    index.addPayloadIndex({ field_name: 'n', type: 'float', field_schema: null });
    expect(index.payloadIndexStatistics().find(({ field_name: field }) => field === 'n')).toEqual({
      field_name: 'n',
      type: 'float',
      field_schema: null,
      document_count: 2,
    });
    expect(index.dropPayloadIndex('n')).toBe(true);
    expect(index.dropPayloadIndex('n')).toBe(false);
    expect(index.payloadIndexes()).toHaveLength(7);
    expect(() => index.addPayloadIndex({ field_name: 'n', type: 'number' })).toThrow(
      expect.objectContaining({ code: 'invalid_payload_index' }),
    );
  });
});
