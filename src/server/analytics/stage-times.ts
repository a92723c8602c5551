import type { Execution } from './executions.js';
import { groupBy } from './group-by.js';
import { averageOf } from './share.js';
import { timesOf, type Times } from './times.js';

/** What a stage of a retriever took. */
export interface StageTimes {
  readonly name: string;
  readonly stageId: string;
  readonly times: Times;
  /** On average. */
  readonly documentsIn: number;
  readonly documentsOut: number;
}

/** Each stage by name and id, the slowest first. */
export function stageTimes(executions: readonly Execution[]): StageTimes[] {
  const runs = executions.flatMap(({ stages }) => stages);
  return Array.from(groupBy(runs, ({ name, stageId }) => JSON.stringify([name, stageId])).values(), (own) => ({
    name: own[0]?.name ?? '',
    stageId: own[0]?.stageId ?? '',
    times: timesOf(own.map(({ durationMs }) => durationMs)),
    documentsIn: averageOf(own.map(({ documentsIn }) => documentsIn)),
    documentsOut: averageOf(own.map(({ documentsOut }) => documentsOut)),
  })).sort((a, b) => b.times.average - a.times.average);
}
