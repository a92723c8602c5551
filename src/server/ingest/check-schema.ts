import type { JsonObject } from '../../internal/json.js';
import { unprocessable, type Violation } from '../problem.js';
import type { BucketSchema, SchemaField, UniqueKey } from '../records.js';
import { checkValue } from './field-value.js';

/** What objects have at the top level beside their fields. */
export const OBJECT_KEYS = [
  'object_id',
  'bucket_id',
  'key_prefix',
  'blobs',
  'source_details',
  'status',
  'error',
  'created_at',
  'updated_at',
  'skip_duplicates',
  'canonicalize_source',
  'force_remirror',
] as const;

const RESERVED: ReadonlySet<string> = new Set(OBJECT_KEYS);

/**
 * A bucket's schema and unique key as the request gives them, checked for what the document's schema cannot say.
 *
 * @throws Problem 422 naming the field
 */
export function readBucketSchema(schema: JsonObject): BucketSchema {
  // The document's schema was checked before: this has its form.
  const read = schema as unknown as BucketSchema;
  const at = ['body', 'bucket_schema', 'properties'];
  const violations = Object.entries(read.properties).flatMap(([name, field]): Violation[] => {
    if (RESERVED.has(name)) {
      const message = `is a name that every object has already. Call the field something else than "${name}".`;
      return [{ type: 'reserved_name', location: [...at, name], message }];
    }
    return checkField(field, [...at, name]);
  });
  if (violations.length > 0) throw unprocessable(violations);
  return read;
}

export function refuseUnknownKeyFields(uniqueKey: UniqueKey | null, { properties }: BucketSchema): void {
  const violations = (uniqueKey?.fields ?? []).flatMap((field, index): Violation[] => {
    if (Object.hasOwn(properties, field)) return [];
    const message = `"${field}" is no field of bucket_schema. There are ${Object.keys(properties).join(', ')}.`;
    return [{ type: 'unknown_field', location: ['body', 'unique_key', 'fields', index], message }];
  });
  if (violations.length > 0) throw unprocessable(violations);
}

/** A default has to be a value that the field takes. */
function checkField(field: SchemaField, location: readonly (string | number)[]): Violation[] {
  const { default: value, items, properties } = field;
  return [
    ...(value === undefined || value === null ? [] : checkValue(value, field, [...location, 'default'])),
    ...(items ? checkField(items, [...location, 'items']) : []),
    ...Object.entries(properties ?? {}).flatMap(([name, inner]) =>
      checkField(inner, [...location, 'properties', name]),
    ),
  ];
}
