import type { JsonValue } from '../../../internal/json.js';
import { isJsonObject, textOf } from '../../json-object.js';
import { unprocessable, type Violation } from '../../problem.js';
import type { BucketRecord } from '../../records.js';
import { isTransform } from '../../sync/transform.js';

/**
 * What a mapping fills has to be in the bucket's schema.
 *
 * @throws Problem 422 naming the entry
 */
export function checkMapping(mapping: JsonValue | undefined, bucket: BucketRecord): void {
  const mappings = isJsonObject(mapping) ? mapping['mappings'] : undefined;
  if (!isJsonObject(mappings)) return;
  const { properties } = bucket.bucket_schema;
  const violations = Object.entries(mappings).flatMap(([name, entry]): Violation[] => {
    if (!isJsonObject(entry)) return [];
    const location = ['body', 'schema_mapping', 'mappings', name];
    const target =
      entry['target_type'] === 'blob' && !Object.hasOwn(properties, name) ? textOf(entry, 'blob_property') : name;
    const transform = textOf(entry, 'transform');
    return [
      ...(Object.hasOwn(properties, target)
        ? []
        : [{ type: 'unknown_field', location, message: `"${target}" is no field of bucket "${bucket.bucket_name}"` }]),
      ...(transform === '' || isTransform(transform)
        ? []
        : [{ type: 'enum', location: [...location, 'transform'], message: `"${transform}" is no transform` }]),
    ];
  });
  if (violations.length > 0) throw unprocessable(violations);
}
