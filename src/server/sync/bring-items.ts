import type { JsonObject } from '../../internal/json.js';
import type { JobContext } from '../context.js';
import { publishEvent } from '../events/publish.js';
import { mirrorBlobs } from '../ingest/mirror.js';
import { createObjectWriter, type ObjectWriter, type Written } from '../ingest/object-writer.js';
import { submitObjects } from '../ingest/processing.js';
import { readBlobs } from '../ingest/read-blobs.js';
import { isoTime } from '../iso-time.js';
import { identityOf } from '../json-identity.js';
import { isJsonObject } from '../json-object.js';
import { Problem } from '../problem.js';
import type { BucketRecord, SyncRecord } from '../records.js';
import { mapItem, type MappedItem } from './map-item.js';
import type { SourceItem } from './source-item.js';

export interface Brought {
  readonly written: number;
  /** Brought before, and the same as then. */
  readonly skipped: number;
  readonly failed: number;
  /** The first failure. */
  readonly error: string | null;
  readonly objectIds: readonly string[];
  readonly batchId: string | undefined;
}

interface Place {
  readonly record: SyncRecord;
  readonly bucket: BucketRecord;
  readonly context: JobContext;
}

/** Makes an object of each item that is new or has changed. One that does not fit the schema leaves the others alone. */
export function bringItems(items: readonly SourceItem[], place: Place): Brought {
  const { record, bucket, context } = place;
  const { state, tx, services } = context;
  const writer = createObjectWriter(context, bucket);
  const most = record.sync['max_objects_per_run'];
  const mapping = isJsonObject(record.sync['schema_mapping']) ? record.sync['schema_mapping'] : null;
  const outcome = { written: 0, skipped: 0, failed: 0, error: null as string | null };
  const created: string[] = [];
  const objectIds: string[] = [];
  for (const item of items) {
    if (objectIds.length === most) break;
    try {
      const mapped = mapItem(item, mapping, bucket);
      const hash = services.sha256(identityOf([mapped.fields, mapped.blobs]));
      const id = `${record.id}:${services.sha256(item.key)}`;
      const known = state.get('syncItems', id);
      if (known?.hash === hash && state.get('objects', known.object_id) !== undefined) {
        outcome.skipped += 1;
        continue;
      }
      const written = write(mapped, { ...place, writer, knownObjectId: known?.object_id });
      const { object } = written;
      objectIds.push(object.id);
      if (written.outcome === 'created') created.push(object.id);
      outcome.written += 1;
      tx.put('syncItems', {
        id,
        namespace_id: record.namespace_id,
        sync_id: record.id,
        key: item.key,
        hash,
        object_id: object.id,
      });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      outcome.failed += 1;
      outcome.error ??= `"${item.key}": ${error.message}`.slice(0, 1000);
    }
  }
  const skipsBatch = record.sync['skip_batch_submission'] === true;
  const batch = skipsBatch || created.length === 0 ? undefined : submitObjects(context, bucket, created);
  announce(objectIds, place);
  return { ...outcome, objectIds, batchId: batch?.batchId };
}

function write(
  { fields, blobs: requests }: MappedItem,
  { bucket, context, writer, knownObjectId }: Place & { writer: ObjectWriter; knownObjectId: string | undefined },
): Written {
  const { state, services } = context;
  const body: JsonObject = { blobs: requests };
  const { blobs, toMirror } = readBlobs(requests, bucket, { state, services, body, where: ['item'] });
  const input = { fields, blobs, keyPrefix: null, skipDuplicates: false, where: ['item'] };
  const known = knownObjectId === undefined ? undefined : state.get('objects', knownObjectId);
  const written: Written =
    known === undefined
      ? writer.create(input, bucket.unique_key === null ? 'insert' : 'upsert')
      : { object: writer.change(known, input), outcome: 'updated' };
  mirrorBlobs(context, written.object, toMirror);
  return written;
}

function announce(objectIds: readonly string[], { record, bucket, context }: Place): void {
  if (objectIds.length === 0) return;
  const { tx, services } = context;
  tx.put('buckets', { ...bucket, last_upload_at: isoTime(services.clock.now()) });
  publishEvent(context, {
    type: 'objects.created.batch',
    namespaceId: bucket.namespace_id,
    subject: { type: 'bucket', id: bucket.id },
    metadata: {
      bucket_id: bucket.id,
      sync_config_id: record.id,
      object_ids: [...objectIds],
      object_count: objectIds.length,
    },
  });
}
