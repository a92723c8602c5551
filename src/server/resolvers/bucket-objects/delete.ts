import type { RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { findBucket, findObject } from '../../ingest/find-bucket.js';
import { releaseFiles } from '../../ingest/stored-files.js';

/** Its files go too, unless something else holds them. Documents made from it stay. */
export function deleteObject(context: RequestContext): ResolverResult {
  const { tx } = context;
  const bucket = findBucket(context);
  const object = findObject(context, bucket);
  tx.delete('objects', object.id);
  const fileIds = object.blobs.flatMap(({ file_id: id }) => id ?? []);
  releaseFiles(context, { fileIds, holders: [object.id] });
  publishEvent(context, {
    type: 'object.deleted',
    namespaceId: bucket.namespace_id,
    subject: { type: 'object', id: object.id },
    metadata: { bucket_id: bucket.id },
  });
  return { status: 204, body: undefined };
}
