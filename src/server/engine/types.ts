import type { JsonObject } from '../../internal/json.js';

/**
 * How two vectors are compared. Higher scores are better in all three:
 * - `cosine`: the cosine of the angle, -1 to 1; a zero vector scores 0.
 * - `dot`: the inner product, unbounded.
 * - `euclidean`: `1 / (1 + distance)`, above 0 to 1.
 */
export type Metric = 'cosine' | 'dot' | 'euclidean';

export const METRICS: readonly Metric[] = ['cosine', 'dot', 'euclidean'];

export interface VectorConfig {
  name: string;
  dimension: number;
  metric: Metric;
}

export interface EngineDocument {
  id: string;
  /** By index name; any subset of the indexes. */
  vectors: Record<string, Float32Array>;
  payload: JsonObject;
}

export interface Hit {
  id: string;
  score: number;
}

/** Which field of the payload is indexed, by dotted path, and how. */
export interface PayloadIndexConfig {
  field_name: string;
  type: string;
  field_schema?: JsonObject | null;
}

export const PAYLOAD_INDEX_TYPES = ['keyword', 'integer', 'float', 'bool', 'datetime', 'geo', 'text', 'uuid'] as const;

/** One query vector, or several: then a document scores by the one it is nearest to. */
export type QueryVector = ArrayLike<number> | readonly ArrayLike<number>[];

/** Called with a score and the number of the document that earns it. */
export type Visit = (score: number, owner: number) => void;
