import type { JsonValue } from '../../internal/json.js';
import { identityOf } from '../json-identity.js';
import { badRequest, conflict, Problem, unprocessable } from '../problem.js';
import type { BucketRecord, ObjectRecord, UniqueKeyPolicy } from '../records.js';
import type { ObjectContent } from './check-object.js';

/** The same text for objects that the bucket's unique key takes for one; null when it has none. */
export function uniqueKeyOf(
  { fields, blobs }: ObjectContent,
  { unique_key: key, bucket_name: name }: Pick<BucketRecord, 'unique_key' | 'bucket_name'>,
  where: readonly string[],
): string | null {
  if (key === null) return null;
  const values = key.fields.map((field): JsonValue => {
    const blob = blobs.find(({ property }) => property === field);
    return fields[field] ?? blob?.url ?? blob?.details?.hash ?? blob?.data ?? null;
  });
  const missing = key.fields.filter((_field, index) => values[index] === null);
  if (missing.length === 0) return identityOf(values);
  throw unprocessable(
    missing.map((field) => ({
      type: 'missing',
      location: [...where, field],
      message: `is required: it is part of the unique key of bucket "${name}"`,
    })),
  );
}

const POLICIES: readonly UniqueKeyPolicy[] = ['insert', 'update', 'upsert'];

/** What the request asks for, else what the bucket says. */
export function readPolicy(value: unknown, { unique_key: key, bucket_name: name }: BucketRecord): UniqueKeyPolicy {
  if (value === undefined || value === null || value === '') return key?.default_policy ?? 'insert';
  const policy = POLICIES.find((known) => known === value);
  if (policy === undefined) {
    const message = `is ${JSON.stringify(value)}, and must be one of ${POLICIES.join(', ')}`;
    throw unprocessable([{ type: 'enum', location: ['query', 'policy'], message }]);
  }
  if (policy !== 'insert' && key === null) {
    const message = `Policy "${policy}" needs a unique key, and bucket "${name}" has none. Leave the policy out.`;
    throw badRequest('unique_key_required', message, { bucket_name: name });
  }
  return policy;
}

export function keyTaken(bucket: BucketRecord, object: ObjectRecord): Problem {
  const fields = bucket.unique_key?.fields ?? [];
  return conflict(
    'unique_key_taken',
    `Object ${object.id} of bucket "${bucket.bucket_name}" has the same ${fields.join(', ')}. Change it with policy=upsert, or choose other values.`,
    { object_id: object.id, unique_key: fields },
  );
}

export function keyNotFound(bucket: BucketRecord): Problem {
  const fields = bucket.unique_key?.fields ?? [];
  const message = `No object of bucket "${bucket.bucket_name}" has the given ${fields.join(', ')}, and policy "update" creates none. Use policy=upsert.`;
  return new Problem({ status: 404, message, details: { resource: 'object', unique_key: fields } });
}
