import { describe, expect, it } from 'vitest';
import { NamespaceIndex } from '../../../src/server/engine/index.js';
import { bm25, inverseDocumentFrequency } from '../../../src/server/engine/bm25.js';
import { randomInt, seeded } from './seeded.js';

const text = (id: string, body: unknown, extra = {}) => ({ id, vectors: {}, payload: { body, ...extra } as never });

function setup(...bodies: string[]): NamespaceIndex {
  const index = new NamespaceIndex();
  index.addPayloadIndex({ field_name: 'body', type: 'text' });
  index.put(bodies.map((body, i) => text(`d${i + 1}`, body)));
  return index;
}

describe('BM25', () => {
  it('gives the numbers of a calculation by hand', () => {
    // Three texts of 3, 2 and 4 words: average 3. "cat" is in two of them, "fish" in one.
    // idf(cat)  = ln(1 + (3 - 2 + 0.5) / (2 + 0.5)) = ln(1.6)     = 0.470004
    // idf(fish) = ln(1 + (3 - 1 + 0.5) / (1 + 0.5)) = ln(2.666667) = 0.980829
    // d1: cat once in 3 words:   0.470004 * 2.2 / (1 + 1.2 * 1)              = 0.470004
    // d3: cat twice in 4 words:  0.470004 * 4.4 / (2 + 1.2 * (0.25 + 1))      = 0.590862
    //     fish once in 4 words:  0.980829 * 2.2 / (1 + 1.2 * (0.25 + 1))      = 0.863130
    const index = setup('the cat sat', 'dogs run', 'cat eats fish cat');
    const hits = index.searchText({ query: 'Cat fish', topK: 10 });
    expect(hits.map(({ id }) => id)).toEqual(['d3', 'd1']);
    expect(hits[0]!.score).toBeCloseTo(0.590862 + 0.86313, 5);
    expect(hits[1]!.score).toBeCloseTo(0.470004, 5);
    expect(inverseDocumentFrequency(3, 2)).toBeCloseTo(0.470004, 6);
    expect(bm25(1, { frequency: 1, length: 7, averageLength: 7 })).toBe(1);
  });

  it('counts a query term once however often it is asked', () => {
    const index = setup('alpha beta', 'gamma');
    expect(index.searchText({ query: 'alpha alpha ALPHA', topK: 1 })).toEqual(
      index.searchText({ query: 'alpha', topK: 1 }),
    );
  });

  it('adds the scores of all text-indexed fields, each with its own statistics', () => {
    const index = setup('storm', 'calm');
    index.put([text('d1', 'storm', { title: 'storm' }), text('d3', 'rain', { title: 'storm' })]);
    const [body] = index.searchText({ query: 'storm', topK: 1 });
    index.addPayloadIndex({ field_name: 'title', type: 'text' });
    const hits = index.searchText({ query: 'storm', topK: 5 });
    expect(hits.map(({ id }) => id)).toEqual(['d1', 'd3']);
    // In the titles both of two texts have the word: idf = ln(1 + 0.5 / 2.5).
    expect(hits[1]!.score).toBeCloseTo(Math.log(1.2), 6);
    expect(hits[0]!.score).toBeCloseTo(body!.score + Math.log(1.2), 6);
  });

  it('indexes documents that were there before, nested fields and lists of strings', () => {
    const index = new NamespaceIndex();
    index.put([
      { id: 'a', vectors: {}, payload: { meta: { notes: ['red apple', 7, 'green pear'] } } },
      { id: 'b', vectors: {}, payload: { meta: { notes: 42 } } },
    ]);
    expect(index.searchText({ query: 'pear', topK: 5 })).toEqual([]);
    index.addPayloadIndex({ field_name: 'meta.notes', type: 'text' });
    expect(index.searchText({ query: 'pear', topK: 5 }).map(({ id }) => id)).toEqual(['a']);
    expect(index.payloadIndexStatistics()[0]!.document_count).toBe(1);
  });

  it('scores after overwrites and removals as an index made of the rest', () => {
    const seed = 5;
    const random = seeded(seed);
    const words = ['sun', 'moon', 'star', 'sky', 'sea', 'rain', 'wind', 'snow'];
    const sentence = () =>
      Array.from({ length: 1 + randomInt(random, 9) }, () => words[randomInt(random, 8)]).join(' ');
    const index = setup();
    for (let round = 0; round < 5000; round++) {
      const id = `d${randomInt(random, 300)}`;
      if (random() < 0.3) index.remove([id]);
      else index.put([text(id, sentence())]);
    }
    const fresh = new NamespaceIndex();
    fresh.put([...index.documents()]);
    fresh.addPayloadIndex({ field_name: 'body', type: 'text' });
    const search = { query: 'sun rain snow', topK: 1000 };
    const expected = new Map(fresh.searchText(search).map(({ id, score }) => [id, score]));
    const found = index.searchText(search);
    expect(found.length, `seed ${seed}`).toBe(expected.size);
    for (const { id, score } of found) expect(score, `seed ${seed}, ${id}`).toBeCloseTo(expected.get(id)!, 9);
    index.rebuild();
    expect(index.searchText(search).length).toBe(expected.size);
    index.remove(index.ids());
    expect(index.searchText(search)).toEqual([]);
  });

  it('applies filter, minScore and topK, and breaks ties by id', () => {
    const index = setup('same words', 'same words', 'same words', 'other');
    const ids = (options: object) => index.searchText({ query: 'same', topK: 2, ...options }).map(({ id }) => id);
    expect(ids({})).toEqual(['d1', 'd2']);
    expect(ids({ filter: { field: 'document_id', operator: 'ne', value: 'd1' } })).toEqual(['d2', 'd3']);
    expect(ids({ minScore: 100 })).toEqual([]);
    expect(() => ids({ topK: 1.5 })).toThrow(expect.objectContaining({ code: 'invalid_search' }));
  });
});
