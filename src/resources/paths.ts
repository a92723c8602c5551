import { isPlainObject } from './plain-object.js';
import type { Fields } from './plain-object.js';

/** `pagination.next_cursor` of a value; `undefined` when any step is missing. */
export function getPath(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((node, key) => (isPlainObject(node) && Object.hasOwn(node, key) ? node[key] : undefined), value);
}

/** A copy of `value` in which the place at `path` is set; steps that are missing are made. */
export function setPath(value: Fields, path: string, leaf: unknown): Fields {
  const [key = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...value, [key]: leaf };
  const inner = value[key];
  return { ...value, [key]: setPath(isPlainObject(inner) ? inner : {}, rest.join('.'), leaf) };
}
