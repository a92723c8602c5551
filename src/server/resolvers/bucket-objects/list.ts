import type { JsonObject, JsonValue } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { readPath } from '../../engine/read-path.js';
import { findBucket } from '../../ingest/find-bucket.js';
import { toObjectView } from '../../ingest/object-view.js';
import { textOf } from '../../json-object.js';
import { listRecords } from '../../list-records.js';
import type { BucketRecord, ObjectRecord } from '../../records.js';

export function listObjects(context: RequestContext): ResolverResult {
  const { body, query } = context;
  const bucket = findBucket(context);
  const texts = Object.entries(bucket.bucket_schema.properties).flatMap(([name, { type }]) =>
    type === 'string' || type === 'text' ? [name] : [],
  );
  const { results, pagination, matches } = listRecords(objectsOf(context, bucket), {
    body,
    query,
    view: (object) => toObjectView(object),
    searchFields: ['object_id', 'key_prefix', ...texts],
  });
  const { select } = body;
  const fields = Array.isArray(select) ? select.filter((field) => typeof field === 'string') : undefined;
  return {
    body: {
      results: fields === undefined ? results : results.map((object) => pickFields(object, fields)),
      pagination,
      stats: sumUp(matches),
    },
  };
}

/** The objects of a bucket, in order of creation. */
export function objectsOf({ state }: Pick<RequestContext, 'state'>, bucket: BucketRecord): ObjectRecord[] {
  const ids = state.ids('objects', (object) => object.bucket_id === bucket.id);
  return ids.flatMap((id) => state.get('objects', id) ?? []);
}

function sumUp(objects: readonly JsonObject[]): JsonObject {
  const byStatus: Record<string, number> = {};
  let blobs = 0;
  for (const object of objects) {
    const status = textOf(object, 'status');
    byStatus[status] = (byStatus[status] ?? 0) + 1;
    if (Array.isArray(object['blobs'])) blobs += object['blobs'].length;
  }
  return {
    total_objects: objects.length,
    total_blobs: blobs,
    avg_blobs_per_object: objects.length === 0 ? 0 : blobs / objects.length,
    objects_by_status: byStatus,
  };
}

/** Ids are always there. A dotted path is answered as the object around it. */
function pickFields(object: JsonObject, fields: readonly string[]): JsonObject {
  let picked: JsonObject = { object_id: object['object_id'] ?? null, bucket_id: object['bucket_id'] ?? null };
  for (const field of fields) {
    const [value] = readPath(object, field);
    if (value !== undefined)
      picked = withValue(picked, Object.hasOwn(object, field) ? [field] : field.split('.'), value);
  }
  return picked;
}

function withValue(object: JsonObject, [key = '', ...rest]: readonly string[], value: JsonValue): JsonObject {
  if (rest.length === 0) return { ...object, [key]: value };
  const inner = object[key];
  const around = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : {};
  return { ...object, [key]: withValue(around, rest, value) };
}
