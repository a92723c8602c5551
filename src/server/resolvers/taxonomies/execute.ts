import type { JsonObject, JsonValue } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { COLLECTION_FIELD, requireCollection } from '../../enrich/collection-scope.js';
import { canRead, readableBy } from '../../document-access.js';
import { isJsonObject, objectsOf, textOf } from '../../json-object.js';
import { badRequest, unprocessable } from '../../problem.js';
import { isFlat } from '../../taxonomy/config.js';
import { createEntryFinder, type JoinSubject } from '../../taxonomy/find-entry.js';
import { joinDocument, type Joined } from '../../taxonomy/join.js';
import { nodesOf } from '../../taxonomy/tree.js';
import { findTaxonomy, versionOf } from './find.js';

const DEFAULT_BATCH = 1000;

/** Answers with enriched documents; stores nothing. */
export async function executeTaxonomy(context: RequestContext): Promise<ResolverResult> {
  const { body, query, services } = context;
  if (body['join_mode'] === 'batch') {
    throw badRequest(
      'join_mode_not_available',
      'join_mode: "batch" stores results, which collections.applyTaxonomy does. Use "on_demand" here.',
      { path: 'join_mode' },
    );
  }
  const taxonomy = findTaxonomy(context);
  const given = isJsonObject(body['taxonomy']) ? body['taxonomy'] : {};
  const version = versionOf(taxonomy, query['version'] ?? given['version']);
  const subjects = subjectsOf(context);
  const retriever = isJsonObject(body['retriever'])
    ? textOf(body['retriever'], 'retriever_id') || undefined
    : undefined;
  const join = {
    nodes: nodesOf(version.config, context),
    finder: createEntryFinder({ scope: context, services, retriever, readable: readableBy(context.caller) }),
    flat: isFlat(version.config),
  };
  const results: JsonObject[] = [];
  let errors = 0;
  const start = performance.now();
  for (const subject of subjects) {
    const joined = await joinDocument(subject, join);
    if (joined.error !== null) errors += 1;
    results.push(toResult(subject, joined, { taxonomy_id: taxonomy.id, version: version.version }));
  }
  services.meter.record({
    kind: 'taxonomy',
    at: services.clock.now(),
    namespaceId: context.namespace.id,
    keyId: context.caller.keyId,
    durationMs: performance.now() - start,
    subject: { type: 'taxonomy', id: taxonomy.id },
    attributes: { documents: results.length, errors },
  });
  const batch = typeof body['batch_size'] === 'number' ? body['batch_size'] : DEFAULT_BATCH;
  const stats = { processed_docs: results.length, batches: Math.ceil(results.length / batch), errors };
  return { body: { stats, results } };
}

function toResult(subject: JoinSubject, { payload, assignment, error }: Joined, about: JsonObject): JsonObject {
  const { label, nodeId, path, confidence } = assignment;
  return {
    ...payload,
    document_id: subject.id,
    _taxonomy: {
      ...about,
      label,
      node_id: nodeId,
      path: [...path],
      confidence,
      ...(error === null ? {} : { error }),
    },
  };
}

function subjectsOf(context: RequestContext): JoinSubject[] {
  const { body, namespace, state, view } = context;
  const index = state.documents(namespace.id).view(view);
  if (Array.isArray(body['source_documents'])) {
    return objectsOf(body['source_documents']).map((document, position) => {
      const { document_id: id, vectors, ...payload } = document;
      const found = typeof id === 'string' ? index.get(id) : undefined;
      const stored = found !== undefined && canRead(found.payload, context.caller) ? found : undefined;
      return {
        id: typeof id === 'string' ? id : `#${position}`,
        payload: { ...stored?.payload, ...payload },
        vectors: { ...stored?.vectors, ...vectorsIn(vectors) },
      };
    });
  }
  const collection = body['source_collection_id'];
  if (typeof collection !== 'string') {
    const message = 'is required without source_collection_id: the documents to enrich';
    throw unprocessable([{ type: 'missing', location: ['body', 'source_documents'], message }]);
  }
  const { id: collectionId } = requireCollection(collection, { scope: context, field: 'source_collection_id' });
  const filters = isJsonObject(body['scroll_filters']) ? [body['scroll_filters']] : [];
  const ids = index.select({ AND: [{ field: COLLECTION_FIELD, value: collectionId }, ...filters] });
  return ids.flatMap((id) => index.get(id) ?? []).filter(({ payload }) => canRead(payload, context.caller));
}

function vectorsIn(value: JsonValue | undefined): Record<string, number[]> {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, vector]) =>
      Array.isArray(vector) && vector.every((number) => typeof number === 'number') ? [[name, vector]] : [],
    ),
  );
}
