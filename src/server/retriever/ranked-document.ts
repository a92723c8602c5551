import type { JsonObject, JsonValue } from '../../internal/json.js';
import { readField } from './field.js';

/** A document on its way through the stages. Never changed: a stage that adds something makes a new one. */
export interface RankedDocument {
  readonly id: string;
  /** Larger is better; 0 until something scores it. */
  readonly score: number;
  /** As stored, shared with the index. */
  readonly payload: JsonObject;
  /** Fields that stages computed; they win over payload fields of the same name. */
  readonly computed: JsonObject;
  /** Score per vector index that found it. */
  readonly featureScores: Readonly<Record<string, number>>;
}

export function createRankedDocument(
  id: string,
  options: { score: number; payload: JsonObject; featureScores?: Readonly<Record<string, number>> },
): RankedDocument {
  return {
    id,
    score: options.score,
    payload: options.payload,
    computed: {},
    featureScores: options.featureScores ?? {},
  };
}

/** Names that the answer uses itself. Payload fields of these names move under `payload`, so that none hides another. */
const RESERVED = new Set(['document_id', 'score', 'payload', 'vectors']);

/** The document as callers see it: id, score, and the payload's fields beside them. Stages read their fields here too. */
export function toFields(document: RankedDocument): JsonObject {
  const names = Object.keys(document.payload);
  const moved = names.filter((name) => RESERVED.has(name));
  const open = names.filter((name) => !RESERVED.has(name));
  return {
    document_id: document.id,
    score: document.score,
    ...pick(document.payload, open),
    ...document.computed,
    ...(moved.length === 0 ? {} : { payload: pick(document.payload, moved) }),
  };
}

/** One field by dotted path, without building the whole view. */
export function fieldOf(document: RankedDocument, path: string): JsonValue | undefined {
  if (path === 'document_id') return document.id;
  if (path === 'score') return document.score;
  return readField(document.computed, path) ?? readField(document.payload, path) ?? movedField(document, path);
}

function movedField(document: RankedDocument, path: string): JsonValue | undefined {
  return path.startsWith('payload.') ? readField(document.payload, path.slice('payload.'.length)) : undefined;
}

function pick(fields: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, fields[name] as JsonValue]));
}
