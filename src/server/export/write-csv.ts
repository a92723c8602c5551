import type { JsonValue } from '../../internal/json.js';
import { cellOf, columnsOf, type ExportRow } from './rows.js';

/** CSV as RFC 4180 has it, with a header; lists and objects are JSON, null is empty. */
export function writeCsv(rows: readonly ExportRow[]): Uint8Array {
  const columns = columnsOf(rows);
  const lines = [columns.map(quote), ...rows.map((row) => columns.map((column) => quote(toText(cellOf(row, column)))))];
  return new TextEncoder().encode(lines.map((line) => `${line.join(',')}\r\n`).join(''));
}

function toText(value: JsonValue): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
