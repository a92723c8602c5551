import type { JsonObject } from '../../internal/json.js';
import type { Services, StateReader } from '../context.js';
import { isoTime } from '../iso-time.js';
import type { NamespaceRecord, RetrieverRecord } from '../records.js';
import { toDefinition } from '../resolvers/retrievers/definition.js';
import { compileRetriever } from './compile.js';
import { startExecution, type ExecutionOutcome } from './run.js';

export interface RetrieverRun {
  readonly retriever: RetrieverRecord;
  readonly namespace: NamespaceRecord;
  readonly inputs: JsonObject;
  readonly filters: JsonObject | null;
  readonly signal?: AbortSignal;
}

/** Runs a stored retriever to its end for the server itself: alerts and agents. Throws what a request would be refused with. */
export async function runRetriever(
  { retriever, namespace, inputs, filters, signal = new AbortController().signal }: RetrieverRun,
  { state, services }: { state: StateReader; services: Services },
): Promise<ExecutionOutcome> {
  const compiled = compileRetriever(toDefinition(retriever.definition), namespace);
  const run = startExecution(
    {
      retriever: compiled,
      inputs,
      filters,
      context: {
        execution_id: services.id('exec'),
        namespace_id: namespace.id,
        retriever_id: retriever.id,
        now: isoTime(services.clock.now()),
      },
    },
    {
      namespace,
      index: state.documents(namespace.id).view('head'),
      embedders: services.embedders,
      random: services.random,
      stopwatch: () => performance.now(),
      signal,
      onUnindexedField: () => undefined,
    },
  );
  for (;;) {
    const step = await run.next();
    if (step.done === true) return step.value;
  }
}
