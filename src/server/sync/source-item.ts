import type { JsonObject } from '../../internal/json.js';

/** A file or an entry at the source. */
export interface SourceItem {
  /** What the source calls it; the same for the same thing in every run. */
  readonly key: string;
  /** File name, or title. */
  readonly name: string;
  /** Where its file is; null when it has none. */
  readonly url: string | null;
  readonly mimeType: string | null;
  readonly size: number | null;
  /** Milliseconds since 1970; null: not told. */
  readonly modified: number | null;
  /** All that the source says of it. */
  readonly fields: JsonObject;
}
