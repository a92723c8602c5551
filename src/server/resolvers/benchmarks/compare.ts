import type { JsonObject } from '../../../internal/json.js';
import type { Services, StateReader } from '../../context.js';
import { describeAlignment, describeLatency, K_VALUES, sessionGains, type Replay } from '../../evaluation/alignment.js';
import { testDifferences } from '../../evaluation/paired-test.js';
import type { Session } from '../../evaluation/sessions.js';
import type { BenchmarkRecord } from '../../records.js';
import { objectOf } from '../retrievers/definition.js';

interface Work {
  readonly sessions: readonly Session[];
  readonly replays: Readonly<Record<string, readonly Replay[]>>;
  readonly state: StateReader;
  readonly services: Services;
}

/** Below this, a difference is taken for more than chance. */
const SIGNIFICANT = 0.05;

export function compareRetrievers(
  { baseline_retriever_id: baseline, candidate_retriever_ids: candidates }: BenchmarkRecord,
  { sessions, replays, state, services }: Work,
): { results: JsonObject[]; comparison: JsonObject } {
  const ids = [...new Set([baseline, ...candidates])];
  const results = ids.map((id) => toResult(id, { sessions, replays, state, services }));
  const base = results[0] ?? {};
  const comparisons = candidates.map((id) => {
    const own = results[ids.indexOf(id)] ?? {};
    const test = testDifferences(differences(id, baseline, { sessions, replays }));
    return {
      candidate_retriever_id: id,
      ndcg_delta: deltaByK(own, base, 'ndcg_at_k'),
      recall_delta: deltaByK(own, base, 'recall_at_k'),
      latency_delta_ms: numberAt(own, 'latency', 'mean_ms') - numberAt(base, 'latency', 'mean_ms'),
      p_value: test?.pValue ?? null,
      confidence_interval: test?.interval ?? null,
      taxonomy_wins: [],
      taxonomy_losses: [],
    };
  });
  return {
    results,
    comparison: { baseline_retriever_id: baseline, comparisons, recommendation: recommend(comparisons) },
  };
}

function toResult(id: string, { sessions, replays, state, services }: Work): JsonObject {
  const own = replays[id] ?? [];
  const retriever = state.get('retrievers', id);
  const errors = own.flatMap(({ error }) => (error === null ? [] : [error]));
  return {
    retriever_id: id,
    retriever_name: retriever?.retriever_name ?? id,
    pipeline_hash: services.hash(JSON.stringify(retriever?.definition['stages'] ?? [])).slice(0, 16),
    metrics: describeAlignment(sessions, own),
    taxonomy_deltas: null,
    latency: describeLatency(own),
    failed_sessions: errors.length,
    error_summary: Object.fromEntries(
      [...new Set(errors)].map((code) => [code, errors.filter((error) => error === code).length]),
    ),
  };
}

/** Candidate less baseline, of the sessions that both answered. */
function differences(
  id: string,
  baseline: string,
  { sessions, replays }: Pick<Work, 'sessions' | 'replays'>,
): number[] {
  const own = sessionGains(sessions, replays[id] ?? []);
  const base = sessionGains(sessions, replays[baseline] ?? []);
  return own.flatMap((gain, index) => {
    const other = base[index];
    return gain === null || other === null || other === undefined ? [] : [gain - other];
  });
}

function deltaByK(own: JsonObject, base: JsonObject, name: string): JsonObject {
  const at = (result: JsonObject, k: number): number => {
    const value = objectOf(objectOf(result['metrics'])?.[name])?.[String(k)];
    return typeof value === 'number' ? value : 0;
  };
  return Object.fromEntries(K_VALUES.map((k) => [String(k), at(own, k) - at(base, k)]));
}

function numberAt(result: JsonObject, part: string, name: string): number {
  const value = objectOf(result[part])?.[name];
  return typeof value === 'number' ? value : 0;
}

interface Compared {
  readonly candidate_retriever_id: string;
  readonly ndcg_delta: JsonObject;
  readonly p_value: number | null;
}

function recommend(comparisons: readonly Compared[]): string {
  const gainOf = ({ ndcg_delta: delta }: Compared): number => Number(delta['10'] ?? 0);
  const [best] = comparisons.toSorted((a, b) => gainOf(b) - gainOf(a));
  if (best === undefined || gainOf(best) <= 0) return 'No candidate orders results better than the baseline. Keep it.';
  const gain = `${best.candidate_retriever_id} has an nDCG@10 that is ${gainOf(best).toFixed(3)} higher than the baseline's`;
  const { p_value: chance } = best;
  if (chance === null || chance >= SIGNIFICANT) return `${gain}, which may be chance.`;
  return `${gain}, more than chance (p = ${chance.toPrecision(2)}).`;
}
