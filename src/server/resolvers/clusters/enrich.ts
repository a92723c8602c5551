import { mappingsOf, membershipsOf, withGroup } from '../../cluster/write-groups.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import type { StoredDocument } from '../../document-space.js';
import { documentIdsOf } from '../../collections/documents-of.js';
import { COLLECTION_FIELD, requireCollection } from '../../enrich/collection-scope.js';
import { isoTime } from '../../iso-time.js';
import { textOf } from '../../json-object.js';
import { conflict } from '../../problem.js';
import { stringsOf } from '../retrievers/definition.js';
import { latestCompleted, requireCluster } from './find.js';

/** Writes what the latest completed runs found into the documents of a collection, or into copies of them. */
export function enrichByClusters(context: RequestContext): ResolverResult {
  const { body, namespace, state, tx, services } = context;
  const source = requireCollection(textOf(body, 'source_collection_id'), {
    scope: context,
    field: 'source_collection_id',
  });
  const targetName = body['target_collection_id'];
  const target =
    typeof targetName === 'string'
      ? requireCollection(targetName, { scope: context, field: 'target_collection_id' }).id
      : source.id;
  const results = stringsOf(body['clustering_ids']).map((name, index) => {
    const field = `clustering_ids[${index}]`;
    const cluster = requireCluster(name, { scope: context, field });
    const run = latestCompleted(cluster.id, state);
    const members = run === undefined ? undefined : state.get('clusterMembers', run.id);
    if (run === undefined || members === undefined) {
      throw conflict(
        'cluster_not_executed',
        `${field}: cluster "${cluster.cluster_name}" (${cluster.id}) has no completed run. Execute it first.`,
        { cluster_id: cluster.id, path: field },
      );
    }
    return { run, mappings: mappingsOf(cluster), memberships: membershipsOf(run, members) };
  });

  const space = state.documents(namespace.id);
  const index = space.view('head');
  const now = isoTime(services.clock.now());
  const ids = documentIdsOf(index, source.id);
  const written = ids.flatMap((id): StoredDocument[] => {
    const document = index.get(id);
    const found = results.flatMap(({ memberships, ...result }) => {
      const membership = memberships.get(id);
      return membership === undefined ? [] : [{ ...result, membership }];
    });
    if (document === undefined || found.length === 0) return [];
    const payload = found.reduce((fields, result) => withGroup(fields, result), document.payload);
    if (target === source.id) {
      return [{ ...document, payload, created_at: space.times(id)?.created_at ?? now, updated_at: now }];
    }
    const copy = { ...payload, [COLLECTION_FIELD]: target, source_document_id: id };
    return [{ ...document, id: services.id('doc'), payload: copy, created_at: now, updated_at: now }];
  });
  tx.putDocuments(namespace.id, written);
  const batch = typeof body['batch_size'] === 'number' ? body['batch_size'] : 1000;
  return {
    body: { processed: ids.length, enriched: written.length, failed: 0, batches: Math.ceil(ids.length / batch) },
  };
}
