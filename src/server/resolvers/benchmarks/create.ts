import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { objectsOf, textOf } from '../../json-object.js';
import { listByPage } from '../../list-by-position.js';
import { badRequest, notFound, Problem } from '../../problem.js';
import type { BenchmarkRecord } from '../../records.js';
import { refuseChoice } from '../../retriever/parameter-problem.js';
import { idOf } from '../../find-record.js';
import { objectOf, stringsOf } from '../retrievers/definition.js';

export function createBenchmark(context: RequestContext): ResolverResult {
  const { body, namespace, services, tx } = context;
  const filter = objectOf(body['session_filter']);
  if (filter !== null) checkFilter(filter);
  const baseline = findNamed(textOf(body, 'baseline_retriever_id'), 'baseline_retriever_id', context);
  const candidates = stringsOf(body['candidate_retriever_ids']).map((name, index) =>
    findNamed(name, `candidate_retriever_ids[${index}]`, context),
  );
  const now = services.clock.now();
  const record: BenchmarkRecord = {
    id: services.id('bench'),
    namespace_id: namespace.id,
    benchmark_name: textOf(body, 'benchmark_name'),
    baseline_retriever_id: baseline,
    candidate_retriever_ids: candidates,
    session_filter: filter,
    session_count: Number(body['session_count']),
    status: 'pending',
    work: {},
    results: null,
    comparison: null,
    created_at: isoTime(now),
    started_at: null,
    completed_at: null,
    error_message: null,
  };
  tx.put('benchmarks', record);
  tx.schedule('benchmarks.advance', now, { benchmark_id: record.id });
  return { status: 201, body: toBenchmarkView(record) };
}

export function listBenchmarks({ state, namespace, query }: RequestContext): ResolverResult {
  const { retriever_id: retrieverId, status } = query;
  const views = state
    .list('benchmarks')
    .filter((benchmark) => benchmark.namespace_id === namespace.id)
    .filter((benchmark) => typeof status !== 'string' || benchmark.status === status)
    .filter(
      ({ baseline_retriever_id: baseline, candidate_retriever_ids: candidates }) =>
        typeof retrieverId !== 'string' || [baseline, ...candidates].includes(retrieverId),
    )
    .map(toBenchmarkView)
    .toReversed();
  const { items, total, page, pageSize } = listByPage(views, query);
  return { body: { benchmarks: items, total, page, page_size: pageSize } };
}

export function findBenchmark({ state, namespace, path }: RequestContext): BenchmarkRecord {
  const id = path['benchmark_id'] ?? '';
  const benchmark = state.get('benchmarks', id);
  if (benchmark?.namespace_id !== namespace.id) throw notFound('benchmark', id);
  return benchmark;
}

/** One that is running is gone, too: its steps find nothing to do. */
export function deleteBenchmark(context: RequestContext): ResolverResult {
  context.tx.delete('benchmarks', findBenchmark(context).id);
  return { status: 204, body: undefined };
}

export function toBenchmarkView({ id, namespace_id: _namespace, work: _work, ...record }: BenchmarkRecord): JsonObject {
  return { benchmark_id: id, ...record };
}

/** A 404 that names the field. */
function findNamed(name: string, field: string, context: RequestContext): string {
  const id = idOf(context, 'retrievers', { idOrName: name, nameOf: (retriever) => retriever.retriever_name });
  if (id !== undefined) return id;
  const { message, details } = notFound('retriever', name);
  throw new Problem({ status: 404, message: `${field}: ${message}`, details: { ...details, field } });
}

function checkFilter(filter: JsonObject): void {
  const { sample_strategy: strategy, taxonomy_node_ids: nodes } = filter;
  if (typeof strategy === 'string') {
    refuseChoice(strategy, { path: 'session_filter.sample_strategy', allowed: ['random', 'recent'] });
  }
  if (!Array.isArray(nodes) || nodes.length === 0) return;
  throw badRequest(
    'taxonomy_filter_not_available',
    'session_filter.taxonomy_node_ids: interactions of this server belong to no taxonomy node. Leave it out.',
    { path: 'session_filter.taxonomy_node_ids', given: objectsOf(nodes).length },
  );
}
