import type { Colors } from '../color.js';
import { getField } from '../field-path.js';
import { isRecord, toTerminalCell } from './cell.js';
import { displayWidth, padEnd, padStart, truncate } from './display-width.js';

export interface TableOptions {
  /** Columns of the terminal. */
  width: number;
  colors: Colors;
  /** Fields to show, in this order. Default: those that tell most. */
  fields?: readonly string[] | undefined;
}

const GAP = '  ';
const NARROWEST = 6;
const MOST_COLUMNS = 7;
/** A column that is wider than this may be cut to let others in. */
const COMFORTABLE = 24;

/** A list as rows under headings; an object as one field per line. */
export function formatTable(value: unknown, options: TableOptions): string {
  if (Array.isArray(value)) return formatRows(value, options);
  if (isRecord(value)) return formatRecord(value, options);
  return value === undefined || value === null ? '' : `${toTerminalCell(value)}\n`;
}

function formatRows(items: readonly unknown[], { width, colors, fields }: TableOptions): string {
  if (items.length === 0) return '';
  const records = items.map((item) => (isRecord(item) ? item : { value: item }));
  const columns = fields ?? chooseColumns(records);
  const cells = records.map((record) => columns.map((column) => toTerminalCell(getField(record, column))));
  const isNumeric = columns.map((column) => records.every((record) => typeof getField(record, column) === 'number'));
  const natural = columns.map((column, at) =>
    Math.max(displayWidth(column), ...cells.map((row) => displayWidth(row[at] ?? ''))),
  );
  const shown = fields === undefined ? countComfortable(natural, width) : columns.length;
  const widths = fitWidths(natural.slice(0, shown), width);
  const toLine = (row: readonly string[]): string =>
    row
      .slice(0, widths.length)
      .map((cell, at) => (isNumeric[at] ? padStart : padEnd)(truncate(cell, widths[at] ?? 0), widths[at] ?? 0))
      .join(GAP)
      .trimEnd();
  return [colors.bold(toLine(columns)), ...cells.map(toLine)].map((line) => `${line}\n`).join('');
}

function formatRecord(record: Readonly<Record<string, unknown>>, { width, colors, fields }: TableOptions): string {
  const names = fields ?? Object.keys(record);
  const labelWidth = Math.min(Math.max(0, ...names.map(displayWidth)), Math.floor(width / 2));
  return names
    .map((name) => {
      const label = padEnd(truncate(name, labelWidth), labelWidth);
      const value = truncate(
        toTerminalCell(getField(record, name)),
        Math.max(NARROWEST, width - labelWidth - GAP.length),
      );
      return `${`${colors.bold(label)}${GAP}${value}`.trimEnd()}\n`;
    })
    .join('');
}

/** Ids first, then plain values, then nested ones; no more than a glance takes in. Bookkeeping fields (`_internal`) stay out. */
function chooseColumns(records: readonly Readonly<Record<string, unknown>>[]): string[] {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const isEmpty = (name: string): boolean =>
    records.every((record) => record[name] === null || record[name] === undefined);
  const told = names.filter((name) => !name.startsWith('_') && !isEmpty(name));
  const rank = (name: string): number => {
    if (/(^|_)id$/.test(name)) return 0;
    return records.some((record) => typeof record[name] === 'object' && record[name] !== null) ? 2 : 1;
  };
  const sorted = told.toSorted((a, b) => rank(a) - rank(b));
  return (sorted.length > 0 ? sorted : names).slice(0, MOST_COLUMNS);
}

/** How many columns, from the left, can be read without being cut to a few letters. */
function countComfortable(natural: readonly number[], available: number): number {
  let used = -GAP.length;
  const fits = natural.findIndex((width) => (used += GAP.length + Math.min(width, COMFORTABLE)) > available);
  return fits === -1 ? natural.length : Math.max(1, fits);
}

/** Takes from the widest column until all fit; columns that do not fit even then are left out on the right. */
function fitWidths(natural: readonly number[], available: number): number[] {
  const widths = [...natural];
  const total = (): number => widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1);
  while (total() > available) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST && widths.length === 1) break;
    if (widest <= NARROWEST) widths.pop();
    else widths[widths.indexOf(widest)] = Math.max(NARROWEST, Math.min(widest - 1, widest - (total() - available)));
  }
  return widths;
}
