const LONGEST_TEXT = 200;
const LONGEST_SUMMARY = 1_000;
const FEWEST_NUMBERS = 9;
const MOST_ITEMS = 20;

/** A value in one line for a log: vectors as `Float[768]`, long texts and lists cut. */
export function summarize(value: unknown): string {
  const text = (JSON.stringify(shorten(value, 0)) as string | undefined) ?? String(value);
  return cut(text.replaceAll(/"(Float\[\d+\])"/g, '$1'), LONGEST_SUMMARY);
}

function shorten(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cut(value, LONGEST_TEXT);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Float32Array || value instanceof Float64Array) return `Float[${value.length}]`;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `<${value.byteLength} bytes>`;
  if (depth > 8) return '…';
  if (Array.isArray(value)) {
    if (value.length >= FEWEST_NUMBERS && value.every((item) => typeof item === 'number')) {
      return `Float[${value.length}]`;
    }
    const items = value.slice(0, MOST_ITEMS).map((item) => shorten(item, depth + 1));
    return value.length > MOST_ITEMS ? [...items, `… ${value.length - MOST_ITEMS} more`] : items;
  }
  if (value instanceof Date) return value;
  if (Symbol.asyncIterator in value || (Symbol.iterator in value && !(value instanceof Map))) return '<stream>';
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shorten(item, depth + 1)]));
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}… (${text.length} characters)` : text;
}
