import type { JsonObject } from '../../internal/json.js';
import { meanOf, normalisedGain, type Truth } from './ranking-metrics.js';
import type { ChosenDocument, Session } from './sessions.js';

/** What a retriever answered to one session. */
export interface Replay extends JsonObject {
  /** Documents, best first. Empty when it failed. */
  ids: string[];
  total_time_ms: number;
  /** Milliseconds by stage. */
  stages: Record<string, number>;
  /** Code of the failure; null: it worked. */
  error: string | null;
}

export const K_VALUES = [1, 5, 10, 20] as const;
/** Sessions are compared by their first ten results. */
const SESSION_K = 10;
/** Smaller differences of a session's nDCG are none. */
const EQUAL = 1e-9;

/** How well the orders of one retriever fit what people chose. Failed sessions are left out. */
export function describeAlignment(sessions: readonly Session[], replays: readonly Replay[]): JsonObject {
  const pairs = sessions.flatMap((session, index) => {
    const replay = replays[index];
    return replay === undefined || replay.error !== null ? [] : [{ session, replay }];
  });
  const places = pairs.flatMap(({ session, replay }) =>
    session.chosen.map((chosen) => ({ chosen, place: placeOf(chosen, replay) })),
  );
  const found = places.filter(({ place }) => place !== null);
  const deltas = found.map(({ chosen, place }) => chosen.position - (place ?? 0));
  const purchased = placesOf(found, 'purchased');
  const changes = pairs.map(({ session, replay }) => {
    const change = gainAt(replay.ids, session, SESSION_K) - gainAt(shownOrder(session), session, SESSION_K);
    return Math.abs(change) < EQUAL ? 0 : change;
  });
  return {
    ndcg_at_k: byK((k) => meanOf(pairs.map(({ session, replay }) => gainAt(replay.ids, session, k)))),
    recall_at_k: byK((k) => meanOf(pairs.map(({ session, replay }) => recallAt(replay, session, k)))),
    mean_rank_clicked: meanOf(placesOf(found, 'clicked')),
    mean_rank_purchased: purchased.length === 0 ? null : meanOf(purchased),
    avg_position_delta: meanOf(deltas),
    items_promoted: deltas.filter((delta) => delta > 0).length,
    items_demoted: deltas.filter((delta) => delta < 0).length + places.length - found.length,
    sessions_improved: changes.filter((change) => change > 0).length,
    sessions_degraded: changes.filter((change) => change < 0).length,
    sessions_neutral: changes.filter((change) => change === 0).length,
  };
}

/** nDCG of each session at ten; null where it failed. */
export function sessionGains(sessions: readonly Session[], replays: readonly Replay[]): (number | null)[] {
  return sessions.map((session, index) => {
    const replay = replays[index];
    return replay === undefined || replay.error !== null ? null : gainAt(replay.ids, session, SESSION_K);
  });
}

/** How long executions took, in milliseconds. */
export function describeLatency(replays: readonly Replay[]): JsonObject {
  const worked = replays.filter(({ error }) => error === null);
  const times = worked.map(({ total_time_ms: time }) => time).sort((a, b) => a - b);
  const stages = [...new Set(worked.flatMap((replay) => Object.keys(replay.stages)))];
  return {
    p50_ms: percentile(times, 0.5),
    p90_ms: percentile(times, 0.9),
    p99_ms: percentile(times, 0.99),
    mean_ms: meanOf(times),
    stage_latencies: Object.fromEntries(
      stages.map((stage) => [stage, meanOf(worked.flatMap((replay) => replay.stages[stage] ?? []))]),
    ),
  };
}

/** The smallest value that the share does not exceed; 0 for no values. */
const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;

const byK = (measure: (k: number) => number): JsonObject =>
  Object.fromEntries(K_VALUES.map((k) => [String(k), measure(k)]));

function placeOf({ document_id: id }: ChosenDocument, { ids }: Replay): number | null {
  const index = ids.indexOf(id);
  return index === -1 ? null : index + 1;
}

function placesOf(
  found: readonly { chosen: ChosenDocument; place: number | null }[],
  mark: 'clicked' | 'purchased',
): number[] {
  return found.flatMap(({ chosen, place }) => (chosen[mark] && place !== null ? [place] : []));
}

function recallAt({ ids }: Replay, { chosen }: Session, k: number): number {
  const top = new Set(ids.slice(0, k));
  return chosen.filter(({ document_id: id }) => top.has(id)).length / chosen.length;
}

function gainAt(ids: readonly string[], { chosen }: Session, k: number): number {
  const truth: Truth = {
    relevant: new Set(),
    gains: new Map(chosen.map(({ document_id: id, gain }) => [id, gain])),
  };
  return normalisedGain(ids, truth, k);
}

/** The order that people saw, as far as it is known: chosen documents in their places. */
function shownOrder({ chosen }: Session): string[] {
  const order: string[] = [];
  for (const { document_id: id, position } of chosen) if (position <= SESSION_K) order[position - 1] = id;
  return Array.from(order, (id) => (id as string | undefined) ?? '');
}
