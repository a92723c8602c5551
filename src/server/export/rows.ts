import type { JsonObject, JsonValue } from '../../internal/json.js';

/** One document, as exports write it. */
export type ExportRow = JsonObject & { readonly document_id: string };

/** All columns that occur, `document_id` first, the others in the order in which they come up. */
export function columnsOf(rows: readonly ExportRow[]): string[] {
  const columns = new Set(['document_id']);
  for (const row of rows) for (const name of Object.keys(row)) columns.add(name);
  return [...columns];
}

export const cellOf = (row: ExportRow, column: string): JsonValue =>
  Object.hasOwn(row, column) ? (row[column] ?? null) : null;
