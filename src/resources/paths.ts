type Fields = Readonly<Record<string, unknown>>;

/** `pagination.next_cursor` of a value; `undefined` when any step is missing. */
export function getPath(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (node, key) => (typeof node === 'object' && node !== null ? (node as Fields)[key] : undefined),
      value,
    );
}

/** A copy of `value` in which the place at `path` is set; steps that are missing are made. */
export function setPath(value: Fields, path: string, leaf: unknown): Fields {
  const [key = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...value, [key]: leaf };
  const inner = value[key];
  const below = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? (inner as Fields) : {};
  return { ...value, [key]: setPath(below, rest.join('.'), leaf) };
}
