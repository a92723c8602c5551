import { nearest } from '../../internal/nearest.js';
import type { JsonObject } from '../../internal/json.js';
import { unprocessable, type Violation } from '../problem.js';
import type { BlobRecord, BucketRecord, SchemaField } from '../records.js';
import { checkValue, FILE_TYPES, fillProperties } from './field-value.js';

/** Data of one's own that an object may have whatever the schema says. */
const FREE_FIELD = 'metadata';

export interface ObjectContent {
  readonly fields: JsonObject;
  readonly blobs: readonly BlobRecord[];
}

/**
 * The fields of an object with the defaults of its bucket's schema.
 *
 * @param where where fields stand in the request, for errors
 * @throws Problem 422 naming every field that does not fit
 */
export function checkObject(
  { fields, blobs }: ObjectContent,
  bucket: Pick<BucketRecord, 'bucket_name' | 'bucket_schema'>,
  where: readonly string[] = ['body'],
): JsonObject {
  const { properties } = bucket.bucket_schema;
  const byBlob = new Set(blobs.map(({ property }) => property));
  const { values, missing } = fillProperties(fields, properties);
  const violations: Violation[] = missing
    .filter((name) => !byBlob.has(name))
    .map((name) => ({
      type: 'missing',
      location: [...where, name],
      message: describeMissing(name, properties, bucket),
    }));
  for (const [name, value] of Object.entries(values)) {
    const field = properties[name];
    const location = [...where, name];
    if (field === undefined) violations.push(...checkFree(name, { bucket, location }));
    else if (FILE_TYPES.has(field.type) && Object.hasOwn(fields, name))
      violations.push(refuseFile(name, field, location));
    else violations.push(...checkValue(value, field, location));
  }
  for (const [index, blob] of blobs.entries()) {
    violations.push(...checkBlob(blob, { bucket, location: [...where, 'blobs', index] }));
  }
  if (violations.length > 0) throw unprocessable(violations);
  return values;
}

interface Place {
  readonly bucket: Pick<BucketRecord, 'bucket_name' | 'bucket_schema'>;
  readonly location: readonly (string | number)[];
}

function checkFree(name: string, { bucket, location }: Place): Violation[] {
  if (name === FREE_FIELD) return [];
  const names = Object.keys(bucket.bucket_schema.properties);
  const near = nearest(name, names);
  const hint = near === undefined ? `It has ${names.join(', ') || 'none'}.` : `Did you mean "${near}"?`;
  const message = `"${name}" is no field of the schema of bucket "${bucket.bucket_name}". ${hint}`;
  return [{ type: 'unknown_field', location, message }];
}

const refuseFile = (name: string, { type }: SchemaField, location: Place['location']): Violation => ({
  type: 'blob_expected',
  location,
  message: `is a file (${type}): give it as a blob, {"blobs": [{"property": "${name}", "type": "${type}", "data": "<url>"}]}`,
});

function describeMissing(
  name: string,
  properties: Readonly<Record<string, SchemaField>>,
  { bucket_name: bucket }: Place['bucket'],
): string {
  const type = properties[name]?.type ?? 'string';
  const what = FILE_TYPES.has(type) ? `a blob with the property "${name}"` : `a ${type}`;
  return `is required by the schema of bucket "${bucket}": ${what}`;
}

function checkBlob(blob: BlobRecord, { bucket, location }: Place): Violation[] {
  const field = bucket.bucket_schema.properties[blob.property];
  if (field === undefined) return checkFree(blob.property, { bucket, location: [...location, 'property'] });
  const isText = (type: string): boolean => type === 'text' || type === 'string';
  if (blob.type !== field.type && !(isText(blob.type) && isText(field.type))) {
    const message = `is ${blob.type}, and "${blob.property}" is ${field.type} in the schema of bucket "${bucket.bucket_name}"`;
    return [{ type: 'type_mismatch', location: [...location, 'type'], message }];
  }
  // A file's content is looked at when it is read; its address was checked.
  const isFile = blob.url !== null || blob.upload_id !== null;
  return isFile ? [] : checkValue(blob.data, field, [...location, 'data']);
}
