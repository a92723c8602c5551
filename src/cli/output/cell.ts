/** A value as one line of text: strings as they are, the rest as JSON, nothing for null. */
export function toCell(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(6)));
  return JSON.stringify(value);
}

/** The same on a terminal, where control characters could move the cursor. */
export function toTerminalCell(value: unknown): string {
  return toCell(value).replaceAll(/[\s\u0000-\u001F\u007F-\u009F]+/g, ' ');
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
