import { describe, expect, it } from 'vitest';
import { cacheCounts } from '../../../src/server/analytics/cache-counts.js';
import type { Execution } from '../../../src/server/analytics/executions.js';
import { extractorReports, splitExtractorId } from '../../../src/server/analytics/extractor-runs.js';
import { fieldPatterns, fieldUses } from '../../../src/server/analytics/field-use.js';
import { signalsOf } from '../../../src/server/analytics/signals.js';
import { stageTimes } from '../../../src/server/analytics/stage-times.js';
import { tuningPerformance, tuningRecommendations, type Click } from '../../../src/server/analytics/tuning.js';

let count = 0;
const execution = (fields: Partial<Execution> = {}): Execution => ({
  id: `exec_${(count += 1)}`,
  at: count,
  retrieverId: 'ret_1',
  durationMs: 10,
  error: null,
  returned: 1,
  isCacheHit: false,
  query: '{}',
  filterFields: [],
  sortFields: [],
  stages: [],
  ...fields,
});

it('counts hits and misses of a cache by what executions say', () => {
  const executions = [execution({ isCacheHit: true, durationMs: 1 }), execution(), execution({ durationMs: 20 })];
  expect(cacheCounts(executions)).toEqual({ hits: 1, misses: 2, hitRate: 0.3333, hitLatencyMs: 1, missLatencyMs: 15 });
});

it('puts stages of the same name and id together, the slowest first', () => {
  const stage = { name: 's', stageId: 'limit', durationMs: 2, documentsIn: 10, documentsOut: 4 };
  const slow = { ...stage, name: 't', durationMs: 9 };
  const [first, second] = stageTimes([
    execution({ stages: [stage, slow] }),
    execution({ stages: [{ ...stage, documentsIn: 20 }] }),
  ]);
  expect(first).toMatchObject({ name: 't', times: { count: 1, average: 9 } });
  expect(second).toMatchObject({ name: 's', times: { count: 2, total: 4 }, documentsIn: 15, documentsOut: 4 });
});

describe('fields', () => {
  const executions = [
    execution({ filterFields: ['a', 'b'], durationMs: 600 }),
    execution({ filterFields: ['b', 'a'], sortFields: ['a'], durationMs: 2000, retrieverId: null }),
    execution({ filterFields: ['a'], error: 'failed', durationMs: 5000 }),
    execution({ durationMs: 1400 }),
  ];

  it('are counted once a query, failed ones left out', () => {
    expect(fieldUses(executions)).toMatchObject([
      { field: 'a', times: { count: 2, total: 2600 }, retrievers: 2, slow: 2, verySlow: 1, timeShare: 65 },
      { field: 'b', times: { count: 2 } },
    ]);
  });

  it('that are filtered by together are one combination in any order', () => {
    expect(fieldPatterns(executions)).toMatchObject([{ fields: ['a', 'b'], times: { count: 2, average: 1300 } }]);
  });
});

it('notices errors, empty results and slow queries, newest first', () => {
  const executions = [
    execution({ returned: 0 }),
    execution({ durationMs: 500 }),
    execution({ error: 'no', returned: 0 }),
  ];
  expect(signalsOf(executions).map(({ type }) => type)).toEqual(['error', 'slow_query', 'no_results']);
});

it('knows extractors by name and version', () => {
  expect(splitExtractorId('text_extractor_v1')).toEqual({ name: 'text_extractor', version: 'v1' });
  const run = { extractorId: 'text_extractor_v1', at: 0, durationMs: 5, written: 3, failed: 1 };
  expect(extractorReports([run, { ...run, failed: 1, written: 3 }])).toMatchObject([
    { name: 'text_extractor', written: 6, failed: 2, successRate: 0.75, times: { count: 2 } },
  ]);
});

describe('tuning', () => {
  const click = (fields: Partial<Click> = {}): Click => ({ executionId: null, position: 0, feature: null, ...fields });
  const clicks = (number: number, fields: Partial<Click> = {}): Click[] =>
    Array.from({ length: number }, () => click(fields));
  const settings = { finalTopK: 4, fusion: null, weights: { a: 1, b: 1 } };

  it('says nothing for fewer than ten clicks', () => {
    expect(tuningRecommendations(clicks(9), { ...settings, finalTopK: 100 })).toEqual([]);
    expect(tuningRecommendations(clicks(10), { ...settings, finalTopK: 100 })).toHaveLength(1);
  });

  it('fetches twice as much as nearly all clicks need', () => {
    const some = [...clicks(19, { position: 1 }), click({ position: 9 })];
    expect(tuningRecommendations(some, { ...settings, finalTopK: 50 })).toMatchObject([
      { recommendation_type: 'final_top_k', current_value: 50, recommended_value: 4, confidence: 0.67 },
    ]);
    expect(tuningRecommendations(clicks(20, { position: 1 }), { ...settings, finalTopK: 3 })).toEqual([]);
  });

  it('learns the fusion where clicks lie deep', () => {
    const deep = clicks(10, { position: 3 });
    expect(tuningRecommendations(deep, settings)).toMatchObject([
      { recommendation_type: 'fusion', current_value: 'rrf', recommended_value: 'learned', confidence: 0.5 },
    ]);
    expect(tuningRecommendations(deep, { ...settings, fusion: 'learned' })).toEqual([]);
    expect(tuningRecommendations(deep, { ...settings, weights: { a: 1 } })).toEqual([]);
  });

  it('weighs features by their clicks', () => {
    const told = [...clicks(15, { feature: 'a' }), ...clicks(3, { feature: 'b' }), ...clicks(5, { feature: 'gone' })];
    const weights = tuningRecommendations(told, { ...settings, finalTopK: 1 });
    expect(weights).toMatchObject([{ recommendation_type: 'weights', recommended_value: { a: 0.8, b: 0.2 } }]);
    expect(tuningRecommendations(told, { ...settings, finalTopK: 1, weights: { a: 4, b: 1 } })).toEqual([]);
  });

  it('measures how the retriever fares', () => {
    const executions = [execution(), execution({ returned: 0 }), execution({ error: 'no' }), execution()];
    const [first] = executions;
    const chosen = [click({ executionId: first?.id ?? '' }), click({ executionId: first?.id ?? '', position: 1 })];
    expect(tuningPerformance(executions, chosen)).toEqual({
      executions: 4,
      failed: 1,
      withoutResults: 1,
      clicks: 2,
      clickThroughRate: 0.25,
      averagePosition: 0.5,
      meanReciprocalRank: 0.75,
    });
  });
});
