import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { findBucket } from '../../ingest/find-bucket.js';
import { mirrorBlobs } from '../../ingest/mirror.js';
import { fieldsOf } from '../../ingest/object-request.js';
import { toObjectView } from '../../ingest/object-view.js';
import { createObjectWriter, type ObjectWriter, type Written } from '../../ingest/object-writer.js';
import { submitObjects } from '../../ingest/processing.js';
import { readBlobs } from '../../ingest/read-blobs.js';
import { readPolicy } from '../../ingest/unique-key.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, textOrNull } from '../../json-object.js';
import { Problem } from '../../problem.js';
import type { BucketRecord, ObjectRecord, UniqueKeyPolicy } from '../../records.js';
import { meterObject } from './meter-object.js';

export function createObject(context: RequestContext): ResolverResult {
  const bucket = findBucket(context);
  const policy = readPolicy(context.query['policy'], bucket);
  const writer = createObjectWriter(context, bucket);
  const { object, outcome } = write(context.body, { context, bucket, policy, writer, where: ['body'] });
  if (outcome !== 'found') {
    noteUpload(bucket, context);
    publishEvent(context, {
      type: outcome === 'created' ? 'object.created' : 'object.updated',
      namespaceId: bucket.namespace_id,
      subject: { type: 'object', id: object.id },
      metadata: { bucket_id: bucket.id },
    });
    process([object], { context, bucket });
  }
  return { body: toObjectView(object) };
}

/** One by one, in order: an object that is refused leaves the others alone. */
export function createObjects(context: RequestContext): ResolverResult {
  const bucket = findBucket(context);
  const policy = readPolicy(undefined, bucket);
  const writer = createObjectWriter(context, bucket);
  const requests = Array.isArray(context.body['objects']) ? context.body['objects'] : [];
  const succeeded: Written[] = [];
  const failed: JsonObject[] = [];
  for (const [index, request] of requests.entries()) {
    if (!isJsonObject(request)) continue;
    try {
      succeeded.push(write(request, { context, bucket, policy, writer, where: ['body', 'objects', String(index)] }));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      failed.push({ object_index: index, error: error.message, error_type: error.type });
    }
  }
  const written = succeeded.flatMap(({ object, outcome }) => (outcome === 'found' ? [] : [object]));
  if (written.length > 0) {
    noteUpload(bucket, context);
    publishEvent(context, {
      type: 'objects.created.batch',
      namespaceId: bucket.namespace_id,
      subject: { type: 'bucket', id: bucket.id },
      metadata: { bucket_id: bucket.id, object_ids: written.map(({ id }) => id), object_count: written.length },
    });
    process(written, { context, bucket });
  }
  return {
    body: {
      succeeded: succeeded.map(({ object }) => toObjectView(object)),
      failed,
      total_requested: requests.length,
      succeeded_count: succeeded.length,
      failed_count: failed.length,
    },
  };
}

interface WriteOptions {
  readonly context: RequestContext;
  readonly bucket: BucketRecord;
  readonly policy: UniqueKeyPolicy;
  readonly writer: ObjectWriter;
  readonly where: readonly string[];
}

function write(request: JsonObject, options: WriteOptions): Written {
  return meterObject(options, () => writeObject(request, options));
}

function writeObject(request: JsonObject, { context, bucket, policy, writer, where }: WriteOptions): Written {
  const { state, services } = context;
  const { blobs, toMirror } = readBlobs(request['blobs'], bucket, { state, services, body: request, where });
  const written = writer.create(
    {
      fields: fieldsOf(request),
      blobs,
      keyPrefix: textOrNull(request['key_prefix']),
      skipDuplicates: request['skip_duplicates'] === true,
      where,
    },
    policy,
  );
  if (written.outcome !== 'found') mirrorBlobs(context, written.object, toMirror);
  return written;
}

function noteUpload(bucket: BucketRecord, { tx, services }: RequestContext): void {
  tx.put('buckets', { ...bucket, last_upload_at: isoTime(services.clock.now()) });
}

function process(
  objects: readonly ObjectRecord[],
  { context, bucket }: Pick<WriteOptions, 'context' | 'bucket'>,
): void {
  if (context.query['auto_process'] !== true) return;
  submitObjects(
    context,
    bucket,
    objects.map(({ id }) => id),
  );
}
