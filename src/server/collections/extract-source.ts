import { readBlob } from '../blobs.js';
import { readAll } from '../bytes.js';
import type { Services, StateReader } from '../context.js';
import { ExtractionError } from '../extractors/extraction-error.js';
import type { ExtractedDocument, Extractor, InputValue } from '../extractors/extractor.js';
import { Problem } from '../problem.js';
import type { BlobRecord, CollectionRecord } from '../records.js';
import { type MappedInput, mapInputs } from './map-inputs.js';
import type { SourceItem } from './source-item.js';

/** Larger files are not read into memory. */
const MAX_FILE_BYTES = 512 * 1024 ** 2;

export interface ExtractParts {
  readonly collection: CollectionRecord;
  readonly extractor: Extractor;
  readonly state: StateReader;
  readonly services: Services;
  readonly signal: AbortSignal;
}

export interface Extracted {
  readonly documents: readonly ExtractedDocument[];
  /** SHA-256 of all inputs. */
  readonly contentHash: string;
  /** The first file that was read. */
  readonly file: { readonly mimeType: string; readonly size: number } | null;
}

/**
 * Runs the collection's extractor on one source; `undefined` when the source has none of its inputs.
 *
 * @throws ExtractionError when the source cannot be processed
 */
export async function extractSource(item: SourceItem, parts: ExtractParts): Promise<Extracted | undefined> {
  const { collection, extractor, services, signal } = parts;
  const config = collection.feature_extractor;
  const mapped = mapInputs(item, { config, extractor, inputSchema: collection.input_schema });
  if (Object.keys(mapped).length === 0 && extractor.inputs !== null) return undefined;
  const values: Record<string, InputValue> = {};
  for (const [name, input] of Object.entries(mapped)) values[name] = await load(input, name, parts);
  const { embedders, outbound, sha256 } = services;
  const documents = await extractor.extract(
    { values, parameters: config.parameters ?? {} },
    { embedders, outbound, sha256, signal },
  );
  const file = Object.values(values).find((value) => value.kind === 'file')?.file;
  return {
    documents,
    contentHash: sha256(
      Object.entries(values)
        .map(([name, value]) => `${name}:${identityOf(value, sha256)}`)
        .join('\n'),
    ),
    file: file === undefined ? null : { mimeType: file.contentType, size: file.bytes.length },
  };
}

async function load(input: MappedInput, name: string, parts: ExtractParts): Promise<InputValue> {
  if (input.kind !== 'blob') return input;
  const { contentType, filename, bytes } = await loadFile(input.blob, name, parts);
  return { kind: 'file', file: { contentType, filename, bytes } };
}

async function loadFile(blob: BlobRecord, name: string, { state, services, signal }: ExtractParts) {
  try {
    const content = await readBlob({ state, services, signal }, blob);
    return { ...content, bytes: await readAll(content.open(), MAX_FILE_BYTES) };
  } catch (cause) {
    if (signal.aborted) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    // A host that is not allowed stays so; a file that did not come may come next time.
    const isRefused = cause instanceof Problem && cause.code === 'unreachable_address';
    throw new ExtractionError(
      isRefused ? 'validation' : 'network',
      `The file of "${name}" could not be read: ${reason}`,
      {
        cause,
      },
    );
  }
}

function identityOf(value: InputValue, sha256: Services['sha256']): string {
  if (value.kind === 'file') return sha256(value.file.bytes);
  return value.kind === 'vector' ? value.vector.join(' ') : JSON.stringify(value.value);
}
