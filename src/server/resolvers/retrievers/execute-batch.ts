import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { objectsOf } from '../../json-object.js';
import { collectionsFor } from '../../collections/collections-for.js';
import { compileRetriever } from '../../retriever/compile.js';
import type { AnsweredDocument, ExecutionAnswer } from './answer.js';
import { toDefinition } from './definition.js';
import {
  answerExecution,
  planExecution,
  readQuery,
  toErrorDetail,
  type AnsweredEvent,
  type PlannedExecution,
} from './execution.js';
import { findRetriever } from './find.js';
import { readPaging } from './page.js';

interface QueryResult {
  readonly query_index: number;
  readonly status: 'completed' | 'failed';
  readonly execution_id: string | null;
  readonly documents: readonly AnsweredDocument[];
  readonly stage_statistics?: ExecutionAnswer['stage_statistics'];
  readonly warnings?: readonly string[];
  readonly error: JsonObject | null;
}

const DEFAULT_CONCURRENCY = 5;

/** Runs a retriever once per query. A query that fails leaves the others as they are. */
export async function executeBatch(context: RequestContext): Promise<ResolverResult> {
  const { body, namespace } = context;
  const retriever = findRetriever(context);
  const definition = toDefinition(retriever.definition);
  // What is wrong with the retriever itself is one refusal, not one per query.
  compileRetriever(definition, { namespace, collections: collectionsFor(context) });
  const paging = readPaging({ settings: body['settings'] ?? null });
  const queries = objectsOf(body['queries']);
  const start = performance.now();

  const runQuery = async (queryIndex: number): Promise<QueryResult> => {
    let plan: PlannedExecution | undefined;
    try {
      plan = planExecution(context, {
        definition,
        retrieverId: retriever.id,
        ...readQuery(queries[queryIndex] ?? {}),
        paging,
      });
      const {
        execution_id: id,
        documents,
        stage_statistics: statistics,
        warnings,
      } = await answerExecution(plan, context);
      const found = { execution_id: id, documents, stage_statistics: statistics, warnings, error: null };
      return { query_index: queryIndex, status: 'completed', ...found };
    } catch (error) {
      if (context.signal.aborted) throw error;
      const id = plan?.id ?? null;
      return {
        query_index: queryIndex,
        status: 'failed',
        execution_id: id,
        documents: [],
        error: toErrorDetail(error),
      };
    }
  };

  const concurrency = typeof body['concurrency'] === 'number' ? body['concurrency'] : DEFAULT_CONCURRENCY;
  const finished = asCompleted({ count: queries.length, concurrency, run: runQuery });
  if (body['stream'] === true) return { events: toEvents(finished, queries.length) };

  const results: QueryResult[] = [];
  for await (const result of finished) results[result.query_index] = result;
  const succeeded = results.filter((result) => result.status === 'completed').length;
  return {
    body: {
      retriever_id: retriever.id,
      results,
      total_queries: queries.length,
      succeeded,
      failed: queries.length - succeeded,
      total_time_ms: performance.now() - start,
    },
  };
}

async function* toEvents(finished: AsyncIterable<QueryResult>, total: number): AsyncGenerator<AnsweredEvent> {
  let succeeded = 0;
  let failed = 0;
  for await (const result of finished) {
    const isCompleted = result.status === 'completed';
    if (isCompleted) succeeded += 1;
    else failed += 1;
    const counts = { total_queries: total, succeeded, failed };
    const type = isCompleted ? 'query_complete' : 'query_error';
    yield { event_type: type, query_index: result.query_index, result, ...counts };
  }
  yield { event_type: 'batch_complete', total_queries: total, succeeded, failed };
}

/** Results in the order in which they come, at most `concurrency` at a time under way. */
async function* asCompleted<Result>(options: {
  count: number;
  concurrency: number;
  run: (index: number) => Promise<Result>;
}): AsyncGenerator<Result> {
  const underWay = new Map<number, Promise<{ index: number; result: Result }>>();
  let next = 0;
  while (next < options.count || underWay.size > 0) {
    while (next < options.count && underWay.size < options.concurrency) {
      const index = next++;
      underWay.set(
        index,
        options.run(index).then((result) => ({ index, result })),
      );
    }
    const { index, result } = await Promise.race(underWay.values());
    underWay.delete(index);
    yield result;
  }
}
