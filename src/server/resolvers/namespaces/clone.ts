import type { RequestContext, ResolverResult } from '../../context.js';
import type { StoredDocument } from '../../document-space.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, textOf } from '../../json-object.js';
import { forbidden } from '../../problem.js';
import { checkQuota } from '../../quota.js';
import type { NamespaceRecord } from '../../records.js';
import { startTask } from '../tasks/start-task.js';
import { refuseTakenIdentity } from './identity.js';
import { toCreatedView } from './view.js';

/** Documents are staged in groups of this many. */
const GROUP = 1000;

/** Copies documents, vectors, indexes and, unless refused, retrievers. The copy has a life of its own: no expiry. */
export function cloneNamespace(context: RequestContext): ResolverResult {
  const { namespace: source, body, services, state, tx } = context;
  if (typeof body['source_organization_id'] === 'string') {
    throw forbidden('Only Mixpeek staff clone from another organization. Leave source_organization_id out.');
  }
  const name = textOf(body, 'namespace_name');
  refuseTakenIdentity({ name }, state);
  checkQuota(context, 'namespaces');

  const now = isoTime(services.clock.now());
  const copy: NamespaceRecord = {
    ...source,
    id: services.id('ns'),
    namespace_name: name,
    description: typeof body['description'] === 'string' ? body['description'] : source.description,
    created_at: now,
    updated_at: now,
    expires_at: null,
  };
  tx.put('namespaces', copy);
  const points = copyDocuments(context, copy.id);
  const wanted = isJsonObject(body['include_resources']) ? body['include_resources'] : {};
  const retrievers = wanted['retrievers'] === false ? 0 : copyRetrievers(context, copy.id);

  const cloned = { collections: 0, retrievers, taxonomies: 0, buckets: 0, objects: 0, points };
  const task = startTask(
    {
      type: 'api_namespaces_clone',
      namespaceId: copy.id,
      status: 'COMPLETED',
      inputs: [{ source_namespace_id: source.id }],
      outputs: [{ namespace_id: copy.id, ...cloned }],
    },
    context,
  );
  return {
    body: {
      namespace: toCreatedView(copy, points),
      source_namespace_id: source.id,
      status: 'ready',
      task_id: task.id,
      cloned_resources: cloned,
    },
  };
}

function copyDocuments({ namespace, state, tx, services }: RequestContext, target: string): number {
  const space = state.documents(namespace.id);
  const now = isoTime(services.clock.now());
  let group: StoredDocument[] = [];
  let points = 0;
  for (const document of space.view('head').documents()) {
    group.push({ ...document, ...(space.times(document.id) ?? { created_at: now, updated_at: now }) });
    points += 1;
    if (group.length < GROUP) continue;
    tx.putDocuments(target, group);
    group = [];
  }
  tx.putDocuments(target, group);
  return points;
}

function copyRetrievers({ namespace, state, tx, services }: RequestContext, target: string): number {
  const retrievers = state.list('retrievers').filter((retriever) => retriever.namespace_id === namespace.id);
  const now = isoTime(services.clock.now());
  for (const retriever of retrievers) {
    tx.put('retrievers', {
      ...retriever,
      id: services.id('ret'),
      namespace_id: target,
      created_at: now,
      updated_at: now,
    });
  }
  return retrievers.length;
}
