import type { JsonValue } from '../../../internal/json.js';
import type { AnsweredDocument } from '../retrievers/answer.js';

/** What tells documents apart and orders them; it is never hidden. */
const ALWAYS = ['document_id', 'score', 'collection_id', 'vectors'] as const;

/** Leaves the exposed fields, dotted ones inside their objects. `*`, or an empty list, is all. */
export function createExposure(fields: readonly string[]): (document: AnsweredDocument) => AnsweredDocument {
  if (fields.length === 0 || fields.includes('*')) return (document) => document;
  const paths = fields.map((field) => field.split('.'));
  return (document) => {
    const shown: Record<string, unknown> = {};
    for (const name of ALWAYS) if (Object.hasOwn(document, name)) shown[name] = document[name];
    for (const path of paths) copyPath(document, shown, path);
    return shown;
  };
}

function copyPath(from: Readonly<Record<string, unknown>>, to: Record<string, unknown>, path: readonly string[]): void {
  const [key = '', ...rest] = path;
  if (!Object.hasOwn(from, key)) return;
  const value = from[key];
  if (rest.length === 0) {
    to[key] = value;
    return;
  }
  if (!isObject(value)) return;
  const inner = Object.hasOwn(to, key) && isObject(to[key]) ? { ...to[key] } : {};
  copyPath(value, inner, rest);
  if (Object.keys(inner).length > 0) to[key] = inner;
}

const isObject = (value: unknown): value is Record<string, JsonValue> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Float32Array);
