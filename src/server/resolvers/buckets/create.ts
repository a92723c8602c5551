import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { refuseTakenName } from '../../find-record.js';
import { statsByBucket, toBucketView } from '../../ingest/bucket-stats.js';
import { readBucketSchema, refuseUnknownKeyFields } from '../../ingest/check-schema.js';
import { bucketNameOf } from '../../ingest/find-bucket.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, textOf } from '../../json-object.js';
import { unprocessable } from '../../problem.js';
import { checkQuota } from '../../quota.js';
import type { BucketRecord, UniqueKey } from '../../records.js';

export function createBucket(context: RequestContext): ResolverResult {
  const { body, namespace, services, tx } = context;
  const name = readName(textOf(body, 'bucket_name'), context);
  const schema = readBucketSchema(isJsonObject(body['bucket_schema']) ? body['bucket_schema'] : { properties: {} });
  const uniqueKey = isJsonObject(body['unique_key']) ? readUniqueKey(body['unique_key']) : null;
  refuseUnknownKeyFields(uniqueKey, schema);
  checkQuota(context, 'buckets');
  const now = isoTime(services.clock.now());
  const bucket: BucketRecord = {
    id: services.id('bkt'),
    namespace_id: namespace.id,
    bucket_name: name,
    description: typeof body['description'] === 'string' ? body['description'] : null,
    bucket_schema: schema,
    unique_key: uniqueKey,
    metadata: isJsonObject(body['metadata']) ? body['metadata'] : {},
    last_upload_at: null,
    created_at: now,
    updated_at: now,
  };
  tx.put('buckets', bucket);
  return { body: bucketView(bucket, context) };
}

export function bucketView(bucket: BucketRecord, { state }: Pick<RequestContext, 'state'>): JsonObject {
  const stats = statsByBucket(state, new Set([bucket.id])).get(bucket.id) ?? { objects: 0, sizes: [] };
  return toBucketView(bucket, stats, state);
}

/** Throws the 422 for an empty name, and the 409 for a taken one. */
export function readName(name: string, context: RequestContext, ownId?: string): string {
  if (name.trim() === '') {
    const message = 'is empty; give the bucket a name';
    throw unprocessable([{ type: 'string_too_short', location: ['body', 'bucket_name'], message }]);
  }
  const own = ownId === undefined ? {} : { ownId };
  refuseTakenName(context, 'buckets', { name, nameOf: bucketNameOf, resource: 'bucket', ...own });
  return name;
}

function readUniqueKey(key: JsonObject): UniqueKey {
  const { fields, default_policy: policy } = key;
  return {
    fields: Array.isArray(fields) ? fields.filter((field) => typeof field === 'string') : [],
    default_policy: policy === 'insert' || policy === 'update' || policy === 'upsert' ? policy : null,
  };
}
