import type { JsonObject } from '../../internal/json.js';
import { textOf } from '../json-object.js';
import { unprocessable } from '../problem.js';
import type { BucketRecord, SchemaFieldType } from '../records.js';
import { FILE_TYPES } from './field-value.js';

export interface BlobTarget {
  readonly property: string;
  readonly type: SchemaFieldType;
}

/** Which kind of content a media type is. */
const KINDS: readonly (readonly [RegExp, SchemaFieldType])[] = [
  [/^image\//, 'image'],
  [/^video\//, 'video'],
  [/^audio\//, 'audio'],
  [/^application\/pdf$/, 'pdf'],
  [/^application\/vnd\.(ms-excel|openxmlformats-officedocument\.spreadsheetml)/, 'excel'],
  [/^(text\/|application\/(json|xml)$)/, 'text'],
];

export const kindOf = (contentType: string): SchemaFieldType | undefined =>
  KINDS.find(([pattern]) => pattern.test(contentType.toLowerCase()))?.[1];

/**
 * The field of the bucket's schema that an uploaded file belongs to: the one that is named, else the only one of its
 * kind, else the only one for files.
 *
 * @throws Problem 422 for a field that there is not, or that holds something else, and when several would do
 */
export function findBlobTarget(
  request: JsonObject,
  bucket: BucketRecord,
  where: readonly (string | number)[],
): BlobTarget {
  const { blob_property: property, blob_type: type } = request;
  const fields = Object.entries(bucket.bucket_schema.properties);
  const named = typeof property === 'string' ? property : findProperty(fields, textOf(request, 'content_type'));
  const refuse = (field: string, message: string) =>
    unprocessable([{ type: 'value_error', location: [...where, field], message }]);
  if (named === undefined) {
    const names = fields.map(([name]) => name).join(', ') || 'none';
    throw refuse(
      'blob_property',
      `is needed: which field of bucket "${bucket.bucket_name}" is the file? It has ${names}.`,
    );
  }
  const field = bucket.bucket_schema.properties[named];
  if (field === undefined) {
    const names = fields.map(([name]) => name).join(', ') || 'none';
    throw refuse('blob_property', `"${named}" is no field of bucket "${bucket.bucket_name}". It has ${names}.`);
  }
  if (typeof type === 'string' && type !== field.type) {
    throw refuse('blob_type', `is ${type}, and "${named}" is ${field.type} in the schema of the bucket`);
  }
  return { property: named, type: field.type };
}

function findProperty(
  fields: readonly (readonly [string, { readonly type: SchemaFieldType }])[],
  contentType: string,
): string | undefined {
  const kind = kindOf(contentType);
  const only = (matches: (type: SchemaFieldType) => boolean): string | undefined => {
    const found = fields.filter(([, { type }]) => matches(type));
    return found.length === 1 ? found[0]?.[0] : undefined;
  };
  return only((type) => type === kind) ?? only((type) => FILE_TYPES.has(type));
}
