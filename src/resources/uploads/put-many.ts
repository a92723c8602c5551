import { fileSource } from '#file-source';
import type { RequestOptions, Uploadable, UploadProgress } from '../../call.js';
import { ConfigError, isMixpeekError, ValidationError } from '../../errors.js';
import type { MixpeekError } from '../../errors.js';
import { readEntries, toJournal } from './journal.js';
import { putUpload, type PutUploadContext, type PutUploadParams, type PutUploadResult } from './put-upload.js';
import type { UploadJournal } from './upload-journal.js';

/** A file of a run: with parameters of its own, and a key by which a journal knows it. */
export interface UploadItem extends PutUploadParams {
  source: Uploadable;
  /** Default: the path, or the name of the file. */
  key?: string;
}

export interface PutManyOptions extends Omit<RequestOptions, 'onProgress'> {
  /** Parameters of every file; its own win. */
  params?: PutUploadParams | undefined;
  /** Files under way at a time. Default 4. */
  concurrency?: number | undefined;
  /** As for `put`. */
  checksum?: boolean | undefined;
  /** Notes what is done. A later run over the same files passes over what is noted, as long as its size is the same. */
  journal?: string | UploadJournal | undefined;
  /** Called as the bytes of each file leave. */
  onProgress?: ((progress: UploadProgress & { key: string }) => void) | undefined;
  /** Called as each file ends, well or not. */
  onFile?: ((outcome: FileOutcome) => void) | undefined;
}

/** What became of one file of a run. */
export type FileOutcome =
  | { readonly key: string; readonly status: 'uploaded' | 'duplicate'; readonly result: PutUploadResult }
  | { readonly key: string; readonly status: 'skipped'; readonly upload_id: string; readonly object_id: string | null }
  | { readonly key: string; readonly status: 'failed'; readonly error: MixpeekError };

export interface PutManyResult {
  /** Sent, or found to be there already. */
  uploaded: (PutUploadResult & { key: string })[];
  /** Done by an earlier run, as its journal says. */
  skipped: { key: string; upload_id: string; object_id: string | null }[];
  failed: { key: string; error: MixpeekError }[];
}

export type UploadItems = Iterable<Uploadable | UploadItem> | AsyncIterable<Uploadable | UploadItem>;

/** One after another as places become free. What fails is reported, not thrown; only an abort ends the run early. */
export async function putMany(
  {
    bucketId,
    items,
    options,
  }: { readonly bucketId: string; readonly items: UploadItems; readonly options: PutManyOptions },
  context: PutUploadContext,
): Promise<PutManyResult> {
  const { params, concurrency = 4, journal: given, onProgress, onFile, ...request } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    const message = `concurrency is ${String(concurrency)}; it must be a whole number from 1 up.`;
    throw new ConfigError(message, { option: 'concurrency' });
  }
  const journal = given === undefined ? undefined : toJournal(given);
  const done = journal === undefined ? new Map<string, never>() : await readEntries(journal);
  const result: PutManyResult = { uploaded: [], skipped: [], failed: [] };

  const take = async (item: UploadItem): Promise<FileOutcome> => {
    const { source, key: ownKey, ...own } = item;
    const named = ownKey ?? (typeof source === 'string' ? source : (own.filename ?? nameOf(source)));
    const key = named ?? 'upload';
    try {
      if (named === undefined && journal !== undefined) throw needsKey();
      const known = done.get(key);
      if (known !== undefined && (await sizeOf(source)) === known.file_size_bytes) {
        return { key, status: 'skipped', upload_id: known.upload_id, object_id: known.object_id };
      }
      const watch = onProgress === undefined ? {} : { onProgress: (at: UploadProgress) => onProgress({ ...at, key }) };
      const put = { bucketId, source, params: { ...params, ...own }, options: { ...request, ...watch } };
      const uploaded = await putUpload(put, context);
      const { file_size_bytes, upload_id, object_id } = uploaded;
      // Noted before it counts: what is not noted is sent again, and found to be a duplicate.
      await journal?.append(JSON.stringify({ key, file_size_bytes, upload_id, object_id }));
      return { key, status: uploaded.is_duplicate ? 'duplicate' : 'uploaded', result: uploaded };
    } catch (error) {
      if (!isMixpeekError(error) || request.signal?.aborted === true) throw error;
      return { key, status: 'failed', error };
    }
  };

  const note = (outcome: FileOutcome): void => {
    const { key } = outcome;
    if (outcome.status === 'failed') result.failed.push({ key, error: outcome.error });
    else if (outcome.status === 'skipped')
      result.skipped.push({ key, upload_id: outcome.upload_id, object_id: outcome.object_id });
    else result.uploaded.push({ ...outcome.result, key });
    onFile?.(outcome);
  };

  const next = iterate(items);
  let stopped = false;
  const worker = async (): Promise<void> => {
    try {
      for (let item = await next(); item !== undefined && !stopped; item = await next()) note(await take(item));
    } catch (error) {
      stopped = true;
      throw error;
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: concurrency }, worker));
  const broken = workers.find((one) => one.status === 'rejected');
  if (broken !== undefined) throw broken.reason as Error;
  return result;
}

/** Gives one item after the other to whoever asks, in turn. */
function iterate(items: UploadItems): () => Promise<UploadItem | undefined> {
  // Callers without types may give anything.
  const given: unknown = items;
  if (typeof given !== 'object' || given === null) throw notItems();
  const iterator =
    Symbol.asyncIterator in items
      ? items[Symbol.asyncIterator]()
      : Symbol.iterator in items
        ? items[Symbol.iterator]()
        : undefined;
  if (iterator === undefined) throw notItems();
  let turn: Promise<unknown> = Promise.resolve();
  return () => {
    const asked = turn.then(() => iterator.next());
    turn = asked.catch(() => undefined);
    return asked.then(({ done, value }) => (done === true ? undefined : toItem(value)));
  };
}

const notItems = (): ValidationError =>
  new ValidationError('The files must be a list or an (async) iterable of paths, Files, or { source, ... }.', {
    fieldErrors: [],
  });

const toItem = (value: Uploadable | UploadItem): UploadItem =>
  typeof value === 'object' && 'source' in value ? value : { source: value };

const needsKey = (): ValidationError =>
  new ValidationError('A file without a name needs a key, so that the journal knows it: { source, key }.', {
    fieldErrors: [{ path: 'key', message: 'is required', location: 'body' }],
  });

const nameOf = (source: Uploadable): string | undefined =>
  typeof source === 'object' && 'name' in source && typeof source.name === 'string'
    ? source.name
    : typeof source === 'object' && 'filename' in source && typeof source.filename === 'string'
      ? source.filename
      : undefined;

const sizeOf = async (source: Uploadable): Promise<number | undefined> => (await fileSource(source, 'source')).size;
