import type { JsonObject } from '../../internal/json.js';
import type { JobContext } from '../context.js';
import { isoTime } from '../iso-time.js';
import { identityOf } from '../json-identity.js';
import { conflict } from '../problem.js';
import type { BlobRecord, BucketRecord, ObjectRecord, UniqueKeyPolicy } from '../records.js';
import { checkObject, type ObjectContent } from './check-object.js';
import { releaseFiles } from './stored-files.js';
import { keyNotFound, keyTaken, uniqueKeyOf } from './unique-key.js';

export interface ObjectInput extends ObjectContent {
  readonly keyPrefix: string | null;
  readonly skipDuplicates: boolean;
  /** Where fields stand in the request, for errors. Default `body`. */
  readonly where?: readonly string[];
}

export interface Written {
  readonly object: ObjectRecord;
  /** `found`: an equal object was there, and nothing was written. */
  readonly outcome: 'created' | 'updated' | 'found';
}

export interface ObjectWriter {
  create(input: ObjectInput, policy: UniqueKeyPolicy): Written;
  /** Writes an object that is there, with other content. */
  change(object: ObjectRecord, input: ObjectInput): ObjectRecord;
}

/** Writes objects of one bucket within one transaction: what was staged before counts when keys are compared. */
export function createObjectWriter(context: JobContext, bucket: BucketRecord): ObjectWriter {
  const { state, tx, services } = context;
  const staged = new Map<string, ObjectRecord>();

  const find = (matches: (object: Readonly<ObjectRecord>) => boolean): ObjectRecord | undefined => {
    for (const object of staged.values()) if (matches(object)) return object;
    const [id] = state.ids(
      'objects',
      (object) => object.bucket_id === bucket.id && !staged.has(object.id) && matches(object),
    );
    return id === undefined ? undefined : state.get('objects', id);
  };

  const put = (object: ObjectRecord): ObjectRecord => {
    staged.set(object.id, object);
    tx.put('objects', object);
    return object;
  };

  const check = (input: ObjectInput): Checked => {
    const { blobs, where = ['body'] } = input;
    const fields = checkObject(input, bucket, where);
    const uniqueKey = uniqueKeyOf({ fields, blobs }, bucket, where);
    return { fields, unique_key: uniqueKey, content_hash: services.sha256(contentIdentity({ fields, blobs })) };
  };

  const change = (object: ObjectRecord, input: ObjectInput): ObjectRecord => {
    const checked = check(input);
    const { unique_key: key, content_hash: hash } = checked;
    const other = key === null ? undefined : find((one) => one.unique_key === key && one.id !== object.id);
    if (other !== undefined) throw keyTaken(bucket, other);
    const twin = input.skipDuplicates ? find((one) => one.content_hash === hash && one.id !== object.id) : undefined;
    if (twin !== undefined) {
      const message = `The change would make object ${object.id} equal to ${twin.id}, and skip_duplicates is set.`;
      throw conflict('duplicate_object', message, { object_id: twin.id });
    }
    const kept = new Set(input.blobs.map(({ file_id: id }) => id));
    const dropped = object.blobs.flatMap(({ file_id: id }) => (id === null || kept.has(id) ? [] : [id]));
    releaseFiles(context, { fileIds: dropped, holders: [object.id] });
    return put({
      ...object,
      ...checked,
      key_prefix: input.keyPrefix,
      blobs: [...input.blobs],
      updated_at: isoTime(services.clock.now()),
    });
  };

  return {
    change,
    create(input, policy) {
      const checked = check(input);
      const { unique_key: key, content_hash: hash } = checked;
      const existing = key === null ? undefined : find((object) => object.unique_key === key);
      const twin = input.skipDuplicates ? find((object) => object.content_hash === hash) : undefined;
      if (twin !== undefined) return { object: twin, outcome: 'found' };
      if (existing !== undefined) {
        if (policy === 'insert') throw keyTaken(bucket, existing);
        return { object: change(existing, merge(existing, input)), outcome: 'updated' };
      }
      if (policy === 'update') throw keyNotFound(bucket);
      const now = isoTime(services.clock.now());
      const object: ObjectRecord = {
        id: services.id('obj'),
        namespace_id: bucket.namespace_id,
        bucket_id: bucket.id,
        key_prefix: input.keyPrefix,
        blobs: [...input.blobs],
        source_details: [{ type: 'bucket', source_id: bucket.id }],
        status: 'DRAFT',
        error: null,
        ...checked,
        created_at: now,
        updated_at: now,
      };
      return { object: put(object), outcome: 'created' };
    },
  };
}

type Checked = Pick<ObjectRecord, 'fields' | 'unique_key' | 'content_hash'>;

/** Given fields and blobs take the place of those of the same name; the others stay. */
function merge(existing: ObjectRecord, input: ObjectInput): ObjectInput {
  const given = new Set(input.blobs.map(({ property }) => property));
  return {
    ...input,
    fields: { ...existing.fields, ...input.fields },
    blobs: [...existing.blobs.filter(({ property }) => !given.has(property)), ...input.blobs],
    keyPrefix: input.keyPrefix ?? existing.key_prefix,
    skipDuplicates: false,
  };
}

/** Equal for objects with the same fields and contents, whatever the order of their blobs. */
function contentIdentity({ fields, blobs }: { fields: JsonObject; blobs: readonly BlobRecord[] }): string {
  const contents = blobs
    .map(({ property, url, data, details }) => identityOf([property, url ?? details?.hash ?? data]))
    .sort();
  return identityOf([fields, contents]);
}
