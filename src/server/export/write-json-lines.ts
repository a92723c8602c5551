import type { JsonObject } from '../../internal/json.js';

/** One object to a line. */
export const writeJsonLines = (rows: readonly JsonObject[]): Uint8Array =>
  new TextEncoder().encode(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
