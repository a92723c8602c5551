export type Fields = Readonly<Record<string, unknown>>;

/** An object with fields of its own: not an array, a Map, a Date, or a promise that someone forgot to await. */
export function isPlainObject(value: unknown): value is Fields {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/** A value's kind in words, never its content: it may be a secret. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (isPlainObject(value)) return 'an object';
  const kind = typeof value === 'object' ? Object.prototype.toString.call(value).slice(8, -1) : typeof value;
  return `${/^[aeiou]/i.test(kind) ? 'an' : 'a'} ${kind}`;
}
