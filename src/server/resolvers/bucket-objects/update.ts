import type { RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { findBucket, findObject } from '../../ingest/find-bucket.js';
import { mirrorBlobs } from '../../ingest/mirror.js';
import { fieldsOf } from '../../ingest/object-request.js';
import { toObjectView } from '../../ingest/object-view.js';
import { createObjectWriter, type ObjectInput } from '../../ingest/object-writer.js';
import { readBlobs } from '../../ingest/read-blobs.js';
import { isJsonObject } from '../../json-object.js';
import type { BucketRecord, ObjectRecord } from '../../records.js';

/** Fields at the top level are set; null removes one. */
export function updateObject(context: RequestContext): ResolverResult {
  const bucket = findBucket(context);
  const object = findObject(context, bucket);
  const fields = { ...object.fields, ...fieldsOf(context.body) };
  return store({ bucket, object, context, change: { fields, blobs: object.blobs }, toMirror: [] });
}

/** `blobs` takes the place of all blobs, `metadata` of all fields. */
export function replaceObject(context: RequestContext): ResolverResult {
  const { body, state, services } = context;
  const bucket = findBucket(context);
  const object = findObject(context, bucket);
  const { metadata } = body;
  const { blobs, toMirror } = Array.isArray(body['blobs'])
    ? readBlobs(body['blobs'], bucket, { state, services, body })
    : { blobs: object.blobs, toMirror: [] };
  const isGiven = isJsonObject(metadata);
  const change = {
    fields: isGiven ? metadata : object.fields,
    blobs,
    where: isGiven ? ['body', 'metadata'] : ['body'],
  };
  return store({ bucket, object, context, change, toMirror });
}

interface Change {
  readonly bucket: BucketRecord;
  readonly object: ObjectRecord;
  readonly context: RequestContext;
  readonly change: Pick<ObjectInput, 'fields' | 'blobs' | 'where'>;
  readonly toMirror: readonly string[];
}

function store({ bucket, object, context, change, toMirror }: Change): ResolverResult {
  const { key_prefix: prefix, skip_duplicates: skip } = context.body;
  const changed = createObjectWriter(context, bucket).change(object, {
    ...change,
    keyPrefix: typeof prefix === 'string' ? prefix : object.key_prefix,
    skipDuplicates: skip === true,
  });
  mirrorBlobs(context, changed, toMirror);
  publishEvent(context, {
    type: 'object.updated',
    namespaceId: bucket.namespace_id,
    subject: { type: 'object', id: object.id },
    metadata: { bucket_id: bucket.id },
  });
  return { body: toObjectView(changed) };
}
