import type { JsonObject } from '../../../internal/json.js';
import { toChunks } from '../../bytes.js';
import { inCollections } from '../../collections/documents-of.js';
import { findCollection } from '../../collections/find-collection.js';
import type { JobHandler, RequestContext, ResolverResult } from '../../context.js';
import { readableBy } from '../../document-access.js';
import { allOf, compileFilter, type NamespaceIndex } from '../../engine/index.js';
import type { ExportRow } from '../../export/rows.js';
import { writeCsv } from '../../export/write-csv.js';
import { writeJsonLines } from '../../export/write-json-lines.js';
import { writeParquet } from '../../export/write-parquet.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, textOf } from '../../json-object.js';
import type { CollectionRecord, StoredFileRecord } from '../../records.js';
import { namingPlace } from '../../retriever/engine-problem.js';
import { selectFields } from '../documents/select-fields.js';
import { startTask } from '../tasks/start-task.js';

type Format = 'json' | 'csv' | 'parquet';

const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  json: 'application/x-ndjson',
  csv: 'text/csv',
  parquet: 'application/vnd.apache.parquet',
};
/** Files go a day after they were made. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** Writes the documents into a file that is kept for a day. */
export async function exportCollection(context: RequestContext): Promise<ResolverResult> {
  const { body, services, state, origin } = context;
  const collection = findCollection(context);
  // A default beside a reference is not filled in.
  const format = (textOf(body, 'format') || 'parquet') as Format;
  const index = state.documents(collection.namespace_id).view('head');
  const ids = sample(chooseIds(collection, index, context), context);
  const rows = ids.map((id) => toRow(id, index, body));
  const name = `${collection.collection_name}-${isoTime(services.clock.now()).slice(0, 10)}`;
  const filename = `${name}.${format === 'json' ? 'jsonl' : format}`;
  const file = await keepFile(await write(rows, format), { filename, type: MEDIA_TYPES[format], collection, context });
  const vectors =
    body['include_vectors'] === true
      ? await keepFile(writeJsonLines(ids.map((id) => toVectorRow(id, index))), {
          filename: `${name}-vectors.jsonl`,
          type: MEDIA_TYPES.json,
          collection,
          context,
        })
      : null;
  const answer = {
    download_url: services.files.address(origin, file.id),
    s3_path: pathOf(collection, file),
    format,
    document_count: rows.length,
    file_size_bytes: file.size,
    exported_at: file.created_at,
    vectors_download_url: vectors === null ? null : services.files.address(origin, vectors.id),
    vectors_s3_path: vectors === null ? null : pathOf(collection, vectors),
  };
  startTask(
    {
      type: 'api_collections_export',
      namespaceId: collection.namespace_id,
      status: 'COMPLETED',
      inputs: [{ collection_id: collection.id, format }],
      outputs: [{ s3_path: answer.s3_path, document_count: rows.length, file_size_bytes: file.size }],
    },
    context,
  );
  return { body: answer };
}

function chooseIds({ id }: CollectionRecord, index: NamespaceIndex, { body, caller }: RequestContext): string[] {
  const given = isJsonObject(body['filters']) ? body['filters'] : undefined;
  const own = given === undefined ? undefined : namingPlace('filters', () => compileFilter(given));
  return index.select(allOf([inCollections([id]), readableBy(caller), own].filter((part) => part !== undefined)));
}

/** As many as were asked for, each with the same chance, in order of id. */
function sample(ids: string[], { body, services }: RequestContext): string[] {
  const size = body['sample_size'];
  if (typeof size !== 'number' || size >= ids.length) return ids;
  for (let place = 0; place < size; place += 1) {
    const from = place + Math.floor(services.random() * (ids.length - place));
    [ids[place], ids[from]] = [ids[from] as string, ids[place] as string];
  }
  return ids.slice(0, size).sort();
}

/** What the service keeps about a document is written only when a field of it is asked for. */
function toRow(id: string, index: NamespaceIndex, { select_fields: fields }: JsonObject): ExportRow {
  const { _internal: internal, ...payload } = index.payload(id) ?? {};
  if (!Array.isArray(fields)) return { document_id: id, ...payload };
  return { document_id: id, ...selectFields({ ...payload, _internal: internal ?? null }, fields.map(String)) };
}

const toVectorRow = (id: string, index: NamespaceIndex): JsonObject => ({
  document_id: id,
  vectors: Object.fromEntries(
    Object.entries(index.get(id)?.vectors ?? {}).map(([name, vector]) => [name, Array.from(vector)]),
  ),
});

async function write(rows: readonly ExportRow[], format: Format): Promise<Uint8Array> {
  if (format === 'csv') return writeCsv(rows);
  return format === 'parquet' ? writeParquet(rows) : writeJsonLines(rows);
}

interface FileParts {
  readonly filename: string;
  readonly type: string;
  readonly collection: CollectionRecord;
  readonly context: RequestContext;
}

async function keepFile(
  bytes: Uint8Array,
  { filename, type, collection, context }: FileParts,
): Promise<StoredFileRecord> {
  const { services, tx } = context;
  const id = services.id('file');
  const now = services.clock.now();
  const kept = await services.files.keep(toChunks(bytes), id);
  const record: StoredFileRecord = {
    id,
    namespace_id: collection.namespace_id,
    bucket_id: null,
    filename,
    content_type: type,
    ...kept,
    source_url: null,
    created_at: isoTime(now),
  };
  tx.put('storedFiles', record);
  tx.schedule('collections.dropExport', now + KEPT_MS, { file_id: id });
  return record;
}

export const dropExport: JobHandler = ({ payload }, { tx }) => tx.delete('storedFiles', textOf(payload, 'file_id'));

const pathOf = ({ id }: CollectionRecord, { filename, id: file }: StoredFileRecord): string =>
  `exports/${id}/${file}/${filename}`;
