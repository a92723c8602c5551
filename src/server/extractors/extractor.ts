import type { JsonObject, JsonValue } from '../../internal/json.js';
import type { Embedders } from '../embed/embedders.js';
import type { Outbound } from '../outbound.js';
import type { SchemaField, SchemaFieldType } from '../records.js';

/** What one extractor makes of an object, or of a document of another collection. */
export interface Extractor {
  /** Its inputs by name, with the kinds of source fields that fit. `null`: any names, any kinds. */
  readonly inputs: Readonly<Record<string, readonly SchemaFieldType[]>> | null;
  /** Name of the schema of its parameters in the document; none: it takes no parameters. */
  readonly parameters?: string;
  /** What stands in for the platform's models, for readers. Without it, the real thing runs. */
  readonly standIn?: string;
  /** It reads from the network, wherever its inputs are kept. */
  readonly reachesOut?: true;
  /** Refuses parameters that can never work here; they are checked against their schema before. */
  readonly check?: (parameters: JsonObject) => void;
  /** Fields that it adds to documents. */
  readonly outputs: Readonly<Record<string, SchemaField>>;
  extract(input: ExtractorInput, services: ExtractorServices): Promise<readonly ExtractedDocument[]>;
}

export interface ExtractorInput {
  /** By name of the input; only what the source has. Never empty, unless `inputs` is null. */
  readonly values: Readonly<Record<string, InputValue>>;
  /** With defaults. */
  readonly parameters: JsonObject;
}

export type InputValue =
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'file'; readonly file: SourceFile }
  /** A vector of the source document. */
  | { readonly kind: 'vector'; readonly vector: Float32Array };

export interface SourceFile {
  readonly filename: string | null;
  /** Media type, `application/pdf`. */
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface ExtractedDocument {
  /** Tells the documents of one source apart, and stays the same when the source is processed again. */
  readonly key: string;
  readonly fields: JsonObject;
  /** By vector index. */
  readonly vectors: Readonly<Record<string, Float32Array>>;
  /** Kind of content, for `_internal.modality`. */
  readonly modality: string;
}

export interface ExtractorServices {
  readonly embedders: Embedders;
  readonly outbound: Outbound;
  readonly sha256: (content: string | Uint8Array) => string;
  readonly signal: AbortSignal;
}
