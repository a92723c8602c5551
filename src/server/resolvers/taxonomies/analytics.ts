import type { RequestContext, ResolverResult } from '../../context.js';
import { requireCollection } from '../../enrich/collection-scope.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, textOf } from '../../json-object.js';
import { unprocessable } from '../../problem.js';
import { readStepSettings, sequencesOf, type StepSequence, type StepSettings } from '../../taxonomy/steps.js';
import { conversionOf, passagesOf, predictorsOf, statisticsOf } from '../../taxonomy/transitions.js';
import { findTaxonomy, newestVersion } from './find.js';

const MAX_PATHS = 100;

interface Steps {
  readonly taxonomyId: string;
  readonly version: number;
  readonly collectionId: string;
  readonly settings: StepSettings;
  readonly sequences: readonly StepSequence[];
}

function readSteps(context: RequestContext, collection: string): Steps {
  const { body } = context;
  const taxonomy = findTaxonomy(context);
  const named = body['taxonomy_id'];
  if (typeof named === 'string' && named !== taxonomy.id && named !== taxonomy.taxonomy_name) {
    const message = `is "${named}", and the path says "${taxonomy.id}"; both have to be the same`;
    throw unprocessable([{ type: 'mismatch', location: ['body', 'taxonomy_id'], message }]);
  }
  const { id: collectionId } = requireCollection(collection, { scope: context, field: 'collection_id' });
  const { config, version } = newestVersion(taxonomy);
  const settings = readStepSettings(config, body['override_step_analytics']);
  const filters = isJsonObject(body['filters']) ? body['filters'] : null;
  const sequences = sequencesOf({ scope: context, taxonomyId: taxonomy.id, collectionId, settings, filters });
  return { taxonomyId: taxonomy.id, version, collectionId, settings, sequences };
}

export function availableSteps(context: RequestContext): ResolverResult {
  const { taxonomyId, collectionId, sequences } = readSteps(context, String(context.query['collection_id']));
  const steps = new Map<string, { events: number; sequences: Set<string>; first: number; last: number }>();
  for (const { id, events } of sequences) {
    for (const { step, at } of events) {
      const known = steps.get(step) ?? { events: 0, sequences: new Set<string>(), first: at, last: at };
      known.events += 1;
      known.sequences.add(id);
      known.first = Math.min(known.first, at);
      known.last = Math.max(known.last, at);
      steps.set(step, known);
    }
  }
  return {
    body: {
      taxonomy_id: taxonomyId,
      collection_id: collectionId,
      total_events: sequences.reduce((sum, { events }) => sum + events.length, 0),
      total_sequences: sequences.length,
      steps: Array.from(steps, ([key, step]) => ({
        step_key: key,
        event_count: step.events,
        sequence_count: step.sequences.size,
        first_seen: isoTime(step.first),
        last_seen: isoTime(step.last),
      })).sort((a, b) => b.event_count - a.event_count || (a.step_key < b.step_key ? -1 : 1)),
    },
  };
}

export function analyzePaths(context: RequestContext): ResolverResult {
  const { body } = context;
  const { sequences } = readSteps(context, textOf(body, 'collection_id'));
  const ends = readEnds(context);
  const passages = passagesOf(sequences, ends);
  const completed = passages.filter(({ path }) => path !== undefined);
  const maxLength = numberOf(body['max_path_length'], 10);
  const minSupport = numberOf(body['min_support'], 5);
  const paths = new Map<string, { path: string[]; seconds: number[] }>();
  for (const { path = [], seconds = 0 } of completed) {
    if (path.length > maxLength) continue;
    const key = JSON.stringify(path);
    const known = paths.get(key) ?? { path: [...path], seconds: [] };
    known.seconds.push(seconds);
    paths.set(key, known);
  }
  return {
    body: {
      from_step: ends.from,
      to_step: ends.to,
      total_sequences: passages.length,
      completed_sequences: completed.length,
      completion_rate: conversionOf(passages),
      paths: [...paths.values()]
        .filter(({ seconds }) => seconds.length >= minSupport)
        .map(({ path, seconds }) => ({
          path,
          count: seconds.length,
          percentage: (100 * seconds.length) / completed.length,
          avg_duration_sec: seconds.reduce((sum, value) => sum + value, 0) / seconds.length,
        }))
        .sort((a, b) => b.count - a.count || a.path.length - b.path.length)
        .slice(0, MAX_PATHS),
    },
  };
}

export function analyzeTransition(context: RequestContext): ResolverResult {
  const { body } = context;
  const { version, settings, sequences } = readSteps(context, textOf(body, 'collection_id'));
  const ends = readEnds(context);
  const passages = passagesOf(sequences, ends);
  const converted = passages.flatMap(({ seconds }) => (seconds === undefined ? [] : [seconds]));
  return {
    body: {
      from_step: ends.from,
      to_step: ends.to,
      count: passages.length,
      converted: converted.length,
      conversion_rate: conversionOf(passages),
      durations_sec: statisticsOf(converted),
      top_predictors: predictorsOf(passages, {
        covariates: settings.covariates,
        minSupport: numberOf(body['min_support'], 10),
      }),
      metadata: {
        version,
        documents: sequences.reduce((sum, { events }) => sum + events.length, 0),
        sequences: sequences.length,
      },
    },
  };
}

function readEnds({ body }: RequestContext): { from: string; to: string; maxDays: number | null } {
  const days = body['max_window_days'];
  return {
    from: textOf(body, 'from_step'),
    to: textOf(body, 'to_step'),
    maxDays: typeof days === 'number' ? days : null,
  };
}

const numberOf = (value: unknown, fallback: number): number => (typeof value === 'number' ? value : fallback);
