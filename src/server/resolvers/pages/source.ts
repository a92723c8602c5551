import type { JsonObject } from '../../../internal/json.js';
import type { NamespaceRecord, RetrieverRecord } from '../../records.js';
import type { StateReader } from '../../context.js';
import { notFound, Problem } from '../../problem.js';
import { parameterProblem } from '../../retriever/parameter-problem.js';

interface Scope {
  readonly state: StateReader;
  readonly namespace: NamespaceRecord;
}

/** The retriever that a tab or gallery names by id, or by the public name of its publication. `place` is for messages. */
export function findSource(source: JsonObject, place: string, { state, namespace }: Scope): RetrieverRecord {
  const { retriever_id: id, public_name: name } = source;
  if (typeof id === 'string') {
    const retriever = state.get('retrievers', id);
    if (retriever?.namespace_id !== namespace.id) throw missing(`${place}.retriever_id`, 'retriever', id);
    return retriever;
  }
  if (typeof name === 'string') {
    const [publication] = state
      .list('publications')
      .filter((one) => one.public_name === name && one.namespace_id === namespace.id);
    const retriever = publication && state.get('retrievers', publication.retriever_id);
    if (retriever === undefined) throw missing(`${place}.public_name`, 'published_retriever', name);
    return retriever;
  }
  throw parameterProblem([
    { type: 'missing', location: [place], message: 'names no retriever. Give its retriever_id or its public_name' },
  ]);
}

function missing(place: string, resource: string, id: string): Problem {
  const { message, details } = notFound(resource, id);
  return new Problem({ status: 404, message: `${place}: ${message}`, details: { ...details, field: place } });
}
