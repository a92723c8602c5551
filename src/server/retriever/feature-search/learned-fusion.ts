import type { JsonObject } from '../../../internal/json.js';

/** What the keyword search of a stage is called among its features. */
export const LEXICAL = 'lexical';

/** Weights that are learned, for the searches of one execution. */
export interface LearnedFusion {
  /** Weight of each feature. */
  weigh(features: readonly string[], learningConfig: JsonObject | null): Readonly<Record<string, number>>;
  /** Told which features found each document, and by how much: shares that sum to 1. */
  note(shares: Record<string, Record<string, number>>): void;
}
