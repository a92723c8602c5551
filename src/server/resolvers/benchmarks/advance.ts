import type { JsonObject } from '../../../internal/json.js';
import type { JobContext, JobHandler } from '../../context.js';
import type { Replay } from '../../evaluation/alignment.js';
import { buildSessions, DEFAULT_WEIGHTS, type Session } from '../../evaluation/sessions.js';
import { isoTime } from '../../iso-time.js';
import { objectsOf, textOf } from '../../json-object.js';
import { Problem } from '../../problem.js';
import type { BenchmarkRecord } from '../../records.js';
import { objectOf, stringsOf } from '../retrievers/definition.js';
import { runOffline } from '../retrievers/run-offline.js';
import { compareRetrievers } from './compare.js';

/** Steps between which a benchmark waits on the clock. */
const STEPS = 3;

/** Does the work of one step, and leaves the next for later. */
export const advanceBenchmark: JobHandler = async ({ payload }, context) => {
  const { state, tx, services } = context;
  const record = state.get('benchmarks', textOf(payload, 'benchmark_id'));
  if (record === undefined) return;
  const now = services.clock.now();
  const go = (changes: Partial<BenchmarkRecord>): void => {
    tx.put('benchmarks', { ...record, ...changes });
    tx.schedule('benchmarks.advance', now + services.settings.taskMs / STEPS, payload);
  };
  const fail = (message: string): void =>
    tx.put('benchmarks', { ...record, work: {}, status: 'failed', error_message: message, completed_at: isoTime(now) });
  switch (record.status) {
    case 'pending': {
      const sessions = chooseSessions(record, context);
      if (sessions.length === 0) {
        fail('No session fits: there are no interactions with known inputs that session_filter lets through.');
        return;
      }
      go({ status: 'building_sessions', work: { sessions }, started_at: isoTime(now) });
      return;
    }
    case 'building_sessions': {
      const replays = await replay(record, context);
      if (typeof replays === 'string') fail(replays);
      else go({ status: 'replaying', work: { ...record.work, replays } });
      return;
    }
    case 'replaying':
      go({ status: 'computing_metrics' });
      return;
    case 'computing_metrics': {
      const sessions = objectsOf(record.work['sessions']) as Session[];
      const replays = objectOf(record.work['replays']) as Readonly<Record<string, Replay[]>>;
      const { results, comparison } = compareRetrievers(record, { sessions, replays, state, services });
      const end = { status: 'completed', results, comparison, completed_at: isoTime(now) } as const;
      tx.put('benchmarks', { ...record, ...end, work: {}, session_count: sessions.length });
    }
  }
};

function chooseSessions(record: BenchmarkRecord, { state, services }: JobContext): Session[] {
  const filter = record.session_filter ?? {};
  const range = objectOf(filter['time_range']) ?? {};
  const timeOf = (value: unknown, fallback: number): number =>
    typeof value === 'string' ? Date.parse(value) : fallback;
  const weights = Object.entries(objectOf(objectOf(filter['interaction_weights'])?.['weights']) ?? {});
  const own = state.list('interactions').filter(({ namespace_id: id }) => id === record.namespace_id);
  const sessions = buildSessions(own, {
    retrieverIds: listOrNull(filter['retriever_ids']),
    interactionTypes: listOrNull(filter['interaction_types']),
    start: timeOf(range['start'], -Infinity),
    end: timeOf(range['end'], Infinity),
    minInteractions: typeof filter['min_interactions'] === 'number' ? filter['min_interactions'] : 1,
    weights: {
      ...DEFAULT_WEIGHTS,
      ...Object.fromEntries(
        weights.flatMap(([type, gain]) => (typeof gain === 'number' ? [[type, gain] as const] : [])),
      ),
    },
  });
  if (filter['sample_strategy'] !== 'recent') shuffle(sessions, services.random);
  else sessions.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  return sessions.slice(0, record.session_count);
}

function shuffle(items: unknown[], random: () => number): void {
  for (let place = items.length - 1; place > 0; place--) {
    const other = Math.floor(random() * (place + 1));
    [items[place], items[other]] = [items[other], items[place]];
  }
}

/** What each retriever answers to each session, or why nothing can be asked. */
async function replay(record: BenchmarkRecord, context: JobContext): Promise<JsonObject | string> {
  const { state } = context;
  const namespace = state.get('namespaces', record.namespace_id);
  const replays: Record<string, Replay[]> = {};
  for (const id of new Set([record.baseline_retriever_id, ...record.candidate_retriever_ids])) {
    const retriever = state.get('retrievers', id);
    if (retriever === undefined || namespace === undefined) return `The retriever ${id} was deleted.`;
    const own: Replay[] = [];
    for (const session of objectsOf(record.work['sessions']) as Session[]) {
      own.push(await replayOne(context, { retriever, namespace, inputs: session.inputs }));
    }
    replays[id] = own;
  }
  return replays;
}

async function replayOne(context: JobContext, run: Parameters<typeof runOffline>[1]): Promise<Replay> {
  try {
    const { ids, totalTimeMs, stages } = await runOffline(context, run);
    const times = stages.map(({ stage_name: name, duration_ms: ms }) => [name, ms] as const);
    return { ids, total_time_ms: totalTimeMs, stages: Object.fromEntries(times), error: null };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ids: [], total_time_ms: 0, stages: {}, error: error.code ?? error.type };
  }
}

const listOrNull = (value: JsonObject[string] | undefined): string[] | null => {
  const list = stringsOf(value);
  return list.length === 0 ? null : list;
};
