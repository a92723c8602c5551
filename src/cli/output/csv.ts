import { getField } from '../field-path.js';
import { isRecord, toCell } from './cell.js';

/** RFC 4180 rows under a heading. Nested values are JSON. A single object is one row. */
export function formatCsv(value: unknown, fields: readonly string[] | undefined): string {
  const items = Array.isArray(value) ? (value as unknown[]) : [value];
  const records = items.map((item) => (isRecord(item) ? item : { value: item }));
  const columns = fields ?? [...new Set(records.flatMap((record) => Object.keys(record)))];
  const rows = records.map((record) => columns.map((column) => toExactCell(getField(record, column))));
  return [columns, ...rows].map((row) => `${row.map(quote).join(',')}\r\n`).join('');
}

/** Numbers keep every digit: another program reads them. */
const toExactCell = (value: unknown): string => (typeof value === 'number' ? String(value) : toCell(value));

const quote = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
