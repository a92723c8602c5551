import type { JsonObject } from '../../../internal/json.js';
import { collectionsFor } from '../../collections/collections-for.js';
import type { JobContext } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { startFusion } from '../../learned-fusion/start.js';
import type { NamespaceRecord, RetrieverRecord } from '../../records.js';
import { compileRetriever } from '../../retriever/compile.js';
import type { RankedDocument } from '../../retriever/ranked-document.js';
import { startExecution, type StageStatistics } from '../../retriever/run.js';
import { readSecret } from '../../secrets.js';
import { toDefinition } from './definition.js';

export interface OfflineRun {
  /** Documents that were found, best first. */
  readonly ids: string[];
  readonly documents: readonly RankedDocument[];
  readonly totalTimeMs: number;
  readonly stages: readonly StageStatistics[];
}

/** Runs a retriever as it is, with what it learned, for a measurement or an alert: no execution is kept, and nothing is learned from it. */
export async function runOffline(
  { state, services }: Pick<JobContext, 'state' | 'services'>,
  {
    retriever,
    namespace,
    inputs,
    filters = null,
  }: { retriever: RetrieverRecord; namespace: NamespaceRecord; inputs: JsonObject; filters?: JsonObject | null },
): Promise<OfflineRun> {
  const collections = collectionsFor({ state, namespace });
  const executionId = services.id('exec');
  const run = startExecution(
    {
      retriever: compileRetriever(toDefinition(retriever.definition), { namespace, collections }),
      inputs,
      filters,
      context: {
        execution_id: executionId,
        namespace_id: namespace.id,
        retriever_id: retriever.id,
        now: isoTime(services.clock.now()),
      },
    },
    {
      namespace,
      collections,
      readable: undefined,
      index: state.documents(namespace.id).view('head'),
      embedders: services.embedders,
      readSecret: (name) => readSecret(state, name),
      random: services.random,
      learnedFusion: startFusion({ state, services }, { retrieverId: retriever.id, executionId, inputs }),
      stopwatch: () => performance.now(),
      signal: new AbortController().signal,
      onUnindexedField: () => undefined,
    },
  );
  for (;;) {
    const step = await run.next();
    if (step.done !== true) continue;
    const { documents, totalTimeMs, statistics } = step.value;
    return { ids: documents.map(({ id }) => id), documents, totalTimeMs, stages: statistics };
  }
}
