import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createServer } from '../../src/server/index.js';
import { Mixpeek } from '../../src/index.js';
import type { SearchResult } from '../../src/index.js';
import { bruteForce } from '../server/engine/brute-force.js';
import { naiveBm25, rankFusion } from './naive-text-search.js';

const WORDS = ['red', 'green', 'apple', 'pear', 'car', 'storm'];
const RUNS = { numRuns: 25 };

/** Few distinct values, so that ties and zero vectors occur. */
const component = fc.oneof(
  fc.constantFrom(-1, 0, 0.5, 1),
  fc.float({ min: -100, max: 100, noNaN: true, noDefaultInfinity: true }),
);

const scenario = fc.integer({ min: 1, max: 9 }).chain((dimension) => {
  const vector = fc.array(component, { minLength: dimension, maxLength: dimension });
  const document = fc.record({
    vector,
    kind: fc.constantFrom('x', 'y', 'z'),
    body: fc.array(fc.constantFrom(...WORDS), { maxLength: 6 }),
  });
  return fc.record({
    metric: fc.constantFrom('cosine' as const, 'dot' as const, 'euclidean' as const),
    documents: fc.array(document, { minLength: 1, maxLength: 40 }),
    query: vector,
    words: fc.uniqueArray(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }),
    topK: fc.integer({ min: 1, max: 50 }),
    kind: fc.option(fc.constantFrom('x', 'y', 'z'), { nil: undefined }),
  });
});

type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

const idAt = (position: number): string => `d${String(position).padStart(3, '0')}`;

/** The documents of a scenario behind client, wire and server. */
async function withClient(
  { metric, documents, query }: Scenario,
  check: (mp: Mixpeek) => Promise<void>,
): Promise<void> {
  const server = createServer({ seed: 1 });
  const mp = new Mixpeek({ apiKey: 'sk_test', namespace: 'ns', fetch: server.fetch, maxRetries: 0 });
  try {
    await mp.namespaces.create({
      namespace_id: 'ns',
      vector_configs: [{ name: 'v', dimension: query.length, metric }],
      payload_indexes: [{ field_name: 'body', type: 'text' }],
    });
    await mp.namespaces.ensureIndexes();
    await mp.namespaces.documents.upsert({
      documents: documents.map(({ vector, kind, body }, position) => ({
        document_id: idAt(position),
        vectors: { v: position % 2 === 0 ? vector : Float32Array.from(vector) },
        payload: { kind, body: body.join(' ') },
      })),
    });
    await check(mp);
  } finally {
    await server.close();
  }
}

interface Found {
  readonly id: string;
  readonly score: number;
}

const toFound = ({ documents }: SearchResult): Found[] =>
  documents.map(({ document_id: id, score }) => ({ id, score: score ?? NaN }));

/** Each hit has the score it should have, and no better one was left out. Float32 leaves the order of near ties open. */
function expectSameRanking(found: readonly Found[], expected: readonly Found[], topK: number): void {
  const scores = new Map(expected.map(({ id, score }) => [id, score]));
  const slack = (score: number): number => 1e-5 * Math.max(1, Math.abs(score)) * 50;
  expect(found).toHaveLength(Math.min(topK, expected.length));
  found.forEach(({ id, score }, rank) => {
    const own = scores.get(id) ?? NaN;
    expect(Math.abs(score - own), `score of ${id}: ${score}, by brute force ${own}`).toBeLessThanOrEqual(slack(own));
    const best = expected[rank]?.score ?? NaN;
    expect(Math.abs(score - best), `rank ${rank}: ${score}, by brute force ${best}`).toBeLessThanOrEqual(slack(best));
  });
  expect(found).toEqual([...found].sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)));
}

function vectorsOf({ documents, kind }: Scenario): Map<string, Float32Array> {
  return new Map(
    documents.flatMap(({ vector, kind: own }, position) =>
      kind === undefined || own === kind ? [[idAt(position), Float32Array.from(vector)] as const] : [],
    ),
  );
}

it('finds by vector and filter what brute force finds', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, (given) =>
      withClient(given, async (mp) => {
        const { metric, query, topK, kind } = given;
        const answer = await mp.search({
          queries: [{ vector_name: 'v', vector: query, top_k: topK }],
          limit: topK,
          ...(kind === undefined ? {} : { filters: { kind } }),
        });
        // The query, too, is rounded to float32 on its way.
        expectSameRanking(toFound(answer), bruteForce(vectorsOf(given), [Float32Array.from(query)], metric), topK);
      }),
    ),
    RUNS,
  );
});

it('finds by words what the formula finds', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, (given) =>
      withClient(given, async (mp) => {
        const { documents, words, topK } = given;
        const answer = await mp.search({ queries: [{ text: words.join(' '), top_k: topK }], limit: topK });
        const texts = new Map(documents.map(({ body }, position) => [idAt(position), body]));
        expectSameRanking(toFound(answer), naiveBm25(texts, words), topK);
      }),
    ),
    RUNS,
  );
});

it('joins both by the ranks that each of them gave', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, (given) =>
      withClient(given, async (mp) => {
        const dense = { vector_name: 'v', vector: given.query, top_k: 50 };
        const lexical = { text: given.words.join(' '), top_k: 50 };
        const alone = await Promise.all(
          [dense, lexical].map(async (query) => toFound(await mp.search({ queries: [query], limit: 50 }))),
        );
        const together = toFound(await mp.search({ queries: [dense, lexical], limit: 50 }));
        const expected = rankFusion(alone.map((list) => list.map(({ id }) => id)));
        expect(together.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
        together.forEach(({ score }, rank) => expect(score).toBeCloseTo(expected[rank]?.score ?? NaN, 9));
      }),
    ),
    RUNS,
  );
});
