import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { readBucketSchema, refuseUnknownKeyFields } from '../../ingest/check-schema.js';
import { findBucket } from '../../ingest/find-bucket.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject } from '../../json-object.js';
import type { BucketRecord } from '../../records.js';
import { bucketView, readName } from './create.js';

/** Metadata is merged key by key; null removes a key. */
export const updateBucket = (context: RequestContext): ResolverResult =>
  change(context, (metadata, given) => {
    const merged = { ...metadata, ...given };
    return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
  });

/** Metadata is replaced. */
export const replaceBucket = (context: RequestContext): ResolverResult => change(context, (_metadata, given) => given);

/** What is left out or null stays. */
function change(
  context: RequestContext,
  toMetadata: (metadata: JsonObject, given: JsonObject) => JsonObject,
): ResolverResult {
  const { body, services, tx } = context;
  const bucket = findBucket(context);
  const { bucket_name: name, description, metadata, bucket_schema: schema } = body;
  const changed: BucketRecord = {
    ...bucket,
    bucket_name: typeof name === 'string' ? readName(name, context, bucket.id) : bucket.bucket_name,
    description: typeof description === 'string' ? description : bucket.description,
    metadata: isJsonObject(metadata) ? toMetadata(bucket.metadata, metadata) : bucket.metadata,
    bucket_schema: isJsonObject(schema) ? readBucketSchema(schema) : bucket.bucket_schema,
    updated_at: isoTime(services.clock.now()),
  };
  refuseUnknownKeyFields(changed.unique_key, changed.bucket_schema);
  tx.put('buckets', changed);
  return { body: bucketView(changed, context) };
}
