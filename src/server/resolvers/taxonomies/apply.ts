import type { JsonObject } from '../../../internal/json.js';
import type { JobContext, JobHandler, RequestContext, ResolverResult, Services, Transaction } from '../../context.js';
import type { StoredDocument } from '../../document-space.js';
import { COLLECTION_FIELD, requireCollection, type CollectionScope } from '../../enrich/collection-scope.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, textOf } from '../../json-object.js';
import { Problem } from '../../problem.js';
import type { NamespaceRecord, TaskRecord, TaxonomyAssignmentRecord, TaxonomyRecord } from '../../records.js';
import { isFlat } from '../../taxonomy/config.js';
import { createEntryFinder } from '../../taxonomy/find-entry.js';
import { joinDocument, type Joined } from '../../taxonomy/join.js';
import { nodesOf } from '../../taxonomy/tree.js';
import { isFinal, startTask } from '../tasks/start-task.js';
import { requireTaxonomy, versionOf } from './find.js';

export function applyTaxonomy(context: RequestContext): ResolverResult {
  const { path, body, state, namespace } = context;
  const collection = requireCollection(path['collection_id'] ?? '', { scope: context, field: null });
  const taxonomy = requireTaxonomy(textOf(body, 'taxonomy_id'), { scope: context, field: 'taxonomy_id' });
  const filters = isJsonObject(body['scroll_filters']) ? body['scroll_filters'] : null;
  const documents = state.documents(namespace.id).view('head').select(selection(collection.id, filters)).length;
  const task = startApplication({ taxonomy, collectionId: collection.id, filters, triggerId: null }, context);
  return {
    body: {
      task_id: task.id,
      status: task.status,
      collection_id: collection.id,
      taxonomy_id: taxonomy.id,
      estimated_documents: documents,
    },
  };
}

export interface Application {
  readonly taxonomy: TaxonomyRecord;
  readonly collectionId: string;
  readonly filters: JsonObject | null;
  /** What asked for it, when it was no request. */
  readonly triggerId: string | null;
}

/** Stages the task; its work is a job on the clock. */
export function startApplication(
  { taxonomy, collectionId, filters, triggerId }: Application,
  context: { tx: Transaction; services: Services },
): TaskRecord {
  const { tx, services } = context;
  const version = versionOf(taxonomy, null).version;
  const about = { taxonomy_id: taxonomy.id, version, collection_id: collectionId };
  const task = startTask(
    {
      type: 'api_taxonomies_materialize',
      namespaceId: taxonomy.namespace_id,
      inputs: [about],
      additionalData: triggerId === null ? {} : { trigger_id: triggerId },
    },
    context,
  );
  const dueAt = services.clock.now() + services.settings.taskMs;
  tx.schedule('taxonomies.apply', dueAt, { task_id: task.id, ...about, filters });
  return task;
}

const selection = (collectionId: string, filters: JsonObject | null): JsonObject => ({
  AND: [{ field: COLLECTION_FIELD, value: collectionId }, ...(filters === null ? [] : [filters])],
});

/** Joins the documents, writes what they take from their entries, and records what each was assigned to. */
export const runApplication: JobHandler = async ({ payload }, context) => {
  const { state, tx, services } = context;
  const task = state.get('tasks', textOf(payload, 'task_id'));
  if (task === undefined || isFinal(task.status)) return;
  const end = (status: string, outputs: JsonObject[], error: string | null): void => {
    tx.put('tasks', { ...task, status, outputs, error, updated_at: isoTime(services.clock.now()) });
  };
  const taxonomy = state.get('taxonomies', textOf(payload, 'taxonomy_id'));
  const namespace = state.get('namespaces', task.namespace_id ?? '');
  if (taxonomy === undefined || namespace === undefined) {
    end('FAILED', [], `The taxonomy ${textOf(payload, 'taxonomy_id')} was deleted before it was applied.`);
    return;
  }
  try {
    const outcome = await applyTo(namespace, taxonomy, payload, context);
    const status =
      outcome.errors === 0 ? 'COMPLETED' : outcome.errors < outcome.processed ? 'COMPLETED_WITH_ERRORS' : 'FAILED';
    end(status, [{ ...outcome }], outcome.errors === 0 ? null : outcome.firstError);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    end('FAILED', [], error.message);
  }
};

interface Outcome {
  readonly processed: number;
  readonly enriched: number;
  readonly unmatched: number;
  readonly errors: number;
  readonly firstError: string | null;
}

async function applyTo(
  namespace: NamespaceRecord,
  taxonomy: TaxonomyRecord,
  payload: JsonObject,
  context: JobContext,
): Promise<Outcome> {
  const { state, tx, services } = context;
  const scope: CollectionScope = { state, namespace };
  const version = versionOf(taxonomy, payload['version']);
  const collectionId = textOf(payload, 'collection_id');
  const filters = isJsonObject(payload['filters']) ? payload['filters'] : null;
  const space = state.documents(namespace.id);
  const index = space.view('head');
  const join = {
    nodes: nodesOf(version.config, scope),
    finder: createEntryFinder({ scope, services }),
    flat: isFlat(version.config),
  };
  const now = isoTime(services.clock.now());
  const written: StoredDocument[] = [];
  let [processed, errors, unmatched] = [0, 0, 0];
  let firstError: string | null = null;
  const start = performance.now();
  for (const id of index.select(selection(collectionId, filters))) {
    const document = index.get(id);
    if (document === undefined) continue;
    processed += 1;
    const joined = await joinDocument(document, join);
    if (joined.error !== null) {
      errors += 1;
      firstError ??= `${id}: ${joined.error}`;
      continue;
    }
    if (joined.assignment.label === null) unmatched += 1;
    tx.put('taxonomyAssignments', toAssignment(joined, { taxonomy, version: version.version, collectionId, id, now }));
    if (joined.enrichments.length === 0) continue;
    written.push({
      ...document,
      payload: joined.payload,
      created_at: space.times(id)?.created_at ?? now,
      updated_at: now,
    });
  }
  tx.putDocuments(namespace.id, written);
  services.meter.record({
    kind: 'taxonomy',
    at: services.clock.now(),
    namespaceId: namespace.id,
    durationMs: performance.now() - start,
    subject: { type: 'taxonomy', id: taxonomy.id },
    attributes: { documents: processed, errors, collection_id: collectionId },
  });
  return { processed, enriched: written.length, unmatched, errors, firstError };
}

function toAssignment(
  { assignment, enrichments }: Joined,
  {
    taxonomy,
    version,
    collectionId,
    id,
    now,
  }: { taxonomy: TaxonomyRecord; version: number; collectionId: string; id: string; now: string },
): TaxonomyAssignmentRecord {
  return {
    id: `${taxonomy.id}/${id}`,
    namespace_id: taxonomy.namespace_id,
    taxonomy_id: taxonomy.id,
    version,
    collection_id: collectionId,
    document_id: id,
    label: assignment.label,
    node_id: assignment.nodeId,
    path: [...assignment.path],
    confidence: assignment.confidence,
    enrichments: [...enrichments],
    at: now,
  };
}
