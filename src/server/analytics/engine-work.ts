import type { JsonObject } from '../../internal/json.js';
import { executionsIn, type ExecutionSource } from './executions.js';
import { groupBy } from './group-by.js';
import type { Period } from './period.js';
import { samplesOf, type MeasuredKind } from './samples.js';
import { percentOf, round, sumOf } from './share.js';
import { timesOf, type Times } from './times.js';

/** One piece of work of the engine. No piece is part of another one, so their times may be added. */
export interface EngineWork {
  readonly at: number;
  /** `retriever`, `extractor`, `inference`, `clustering` or `taxonomy`. */
  readonly component: string;
  /** The stage, extractor or model; `cluster` and `taxonomy` for those. */
  readonly stage: string;
  readonly durationMs: number;
  readonly metadata: JsonObject;
}

/** Oldest first. */
export function engineWorkIn(period: Period, source: ExecutionSource): EngineWork[] {
  return [...stagesIn(period, source), ...measuredIn(period, source)].sort((a, b) => a.at - b.at);
}

function stagesIn(period: Period, source: ExecutionSource): EngineWork[] {
  return executionsIn(period, source).flatMap(({ id, at, retrieverId, stages }) =>
    stages.map((stage) => ({
      at,
      component: 'retriever',
      stage: stage.stageId,
      durationMs: stage.durationMs,
      metadata: {
        execution_id: id,
        retriever_id: retrieverId,
        stage_name: stage.name,
        input_count: stage.documentsIn,
        output_count: stage.documentsOut,
      },
    })),
  );
}

function measuredIn({ from, to }: Period, { services, namespaceId }: ExecutionSource): EngineWork[] {
  const read = <Kind extends MeasuredKind>(
    kind: Kind,
    component: string,
    stageOf: (sample: ReturnType<typeof samplesOf<Kind>>[number]) => string,
  ): EngineWork[] =>
    samplesOf(services.meter, kind, { from, to, namespaceId })
      // Embedding a query is part of its stage.
      .filter(({ operation = '' }) => kind !== 'inference' || operation.startsWith('inference.'))
      .map((sample) => ({
        at: sample.at,
        component,
        stage: stageOf(sample),
        durationMs: sample.durationMs,
        metadata: { ...(sample.attributes as JsonObject), subject_id: sample.subject?.id ?? null },
      }));
  return [
    ...read('extraction', 'extractor', ({ attributes }) => attributes.feature_extractor_id),
    ...read('inference', 'inference', ({ attributes }) => attributes.model),
    ...read('cluster', 'clustering', () => 'cluster'),
    ...read('taxonomy', 'taxonomy', () => 'taxonomy'),
  ];
}

/** What one stage of a component took. */
export interface EnginePart {
  readonly component: string;
  readonly stage: string;
  readonly times: Times;
  /** Share of the time of all work, 0 to 100. */
  readonly share: number;
}

/** Parts of the engine, what takes most of the time first. */
export function engineParts(work: readonly EngineWork[]): EnginePart[] {
  const whole = totalOf(work);
  return Array.from(groupBy(work, ({ component, stage }) => JSON.stringify([component, stage])).values(), (own) => {
    const times = timesOf(own.map(({ durationMs }) => durationMs));
    const { component = '', stage = '' } = own[0] ?? {};
    return { component, stage, times, share: Math.min(100, percentOf(times.total, whole)) };
  }).sort((a, b) => b.times.total - a.times.total);
}

/** Milliseconds of all work together. */
export const totalOf = (work: readonly EngineWork[]): number =>
  round(sumOf(work.map(({ durationMs }) => durationMs)), 3);
