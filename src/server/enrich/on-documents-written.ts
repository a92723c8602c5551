import type { JsonObject } from '../../internal/json.js';
import { documentIdsOf } from '../collections/documents-of.js';
import type { JobContext } from '../context.js';
import type { EventHandler } from '../events/handler.js';
import { idOf } from '../find-record.js';
import { isJsonObject, textOf } from '../json-object.js';
import type { CollectionRecord, NamespaceRecord } from '../records.js';
import { clusterName, isUnderWay, latestRun, runsOf } from '../resolvers/clusters/find.js';
import { startRun } from '../resolvers/clusters/run.js';
import { startApplication } from '../resolvers/taxonomies/apply.js';
import { taxonomyName } from '../resolvers/taxonomies/find.js';

/** Does what a collection asks for when documents were written into it: taxonomies first, then clusters. */
export const collectionApplications: EventHandler = {
  name: 'collection-applications',
  handle(event, context) {
    if (event.type !== 'collection.documents.written') return;
    const collection = context.state.get('collections', event.subject.id);
    const namespace = context.state.get('namespaces', event.namespace_id ?? '');
    if (collection === undefined || namespace === undefined) return;
    byOrder(collection.taxonomy_applications).forEach((one) => apply(one, { collection, namespace, context }));
    byOrder(collection.cluster_applications).forEach((one) => run(one, { collection, namespace, context }));
  },
};

interface Application {
  readonly collection: CollectionRecord;
  readonly namespace: NamespaceRecord;
  readonly context: JobContext;
}

/** By phase, within it the highest priority first. */
const byOrder = (applications: readonly JsonObject[]): JsonObject[] =>
  applications.toSorted(
    (a, b) =>
      numberOf(a, 'execution_phase', 0) - numberOf(b, 'execution_phase', 0) ||
      numberOf(b, 'priority', 0) - numberOf(a, 'priority', 0),
  );

/** A taxonomy that is gone is passed over: collections may name one before it is made. */
function apply(application: JsonObject, { collection, namespace, context }: Application): void {
  const { state } = context;
  const idOrName = textOf(application, 'taxonomy_id');
  const taxonomy = state.get(
    'taxonomies',
    idOf({ state, namespace }, 'taxonomies', { idOrName, nameOf: taxonomyName }) ?? '',
  );
  if (taxonomy === undefined) return;
  const filters = isJsonObject(application['scroll_filters']) ? application['scroll_filters'] : null;
  startApplication({ taxonomy, collectionId: collection.id, filters, triggerId: null }, context);
}

const COOLDOWN_SECONDS = 3600;

function run(application: JsonObject, { collection, namespace, context }: Application): void {
  const { state, services } = context;
  const idOrName = textOf(application, 'cluster_id');
  const cluster = state.get(
    'clusters',
    idOf({ state, namespace }, 'clusters', { idOrName, nameOf: clusterName }) ?? '',
  );
  if (cluster === undefined || application['auto_execute_on_batch'] === false) return;
  if (runsOf(cluster.id, state).some(isUnderWay)) return;
  const documents = documentIdsOf(state.documents(namespace.id).view('head'), collection.id).length;
  if (documents < numberOf(application, 'min_document_threshold', 0)) return;
  const last = latestRun(cluster.id, state);
  const rest = 1000 * numberOf(application, 'cooldown_seconds', COOLDOWN_SECONDS);
  if (last !== undefined && services.clock.now() < Date.parse(last.created_at) + rest) return;
  startRun(cluster, { triggerId: null }, context);
}

function numberOf(object: JsonObject, field: string, fallback: number): number {
  const value = object[field];
  return typeof value === 'number' ? value : fallback;
}
