import type { JsonObject } from '../../internal/json.js';
import { readField } from '../retriever/field.js';
import type { AttributeClustering } from './definition.js';
import type { FoundGroup, Grouping } from './grouping.js';

interface Subject {
  readonly id: string;
  readonly payload: JsonObject;
}

/**
 * Groups by equal values of the fields; documents without one of them are in no group. Nested, each field divides the
 * groups of the one before, and the outer groups are groups too.
 */
export function groupByAttributes(
  documents: readonly Subject[],
  { attributes, nested }: AttributeClustering,
): Grouping {
  const members = new Map<string, string[]>();
  const values = new Map<string, string[]>();
  const noise: string[] = [];
  for (const { id, payload } of documents) {
    const own = attributes.map((field) => readField(payload, field));
    if (own.some((value) => value === undefined || value === null)) {
      noise.push(id);
      continue;
    }
    const texts = own.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
    for (let depth = nested ? 1 : texts.length; depth <= texts.length; depth++) {
      const key = JSON.stringify(texts.slice(0, depth));
      const group = members.get(key) ?? [];
      group.push(id);
      members.set(key, group);
      values.set(key, texts.slice(0, depth));
    }
  }
  const keys = [...members.keys()].sort(byDepthAndSize(values, members));
  const places = new Map(keys.map((key, index) => [key, `cl_${index}`]));
  const groups = keys.map((key): FoundGroup => {
    const line = values.get(key) ?? [];
    const parent = line.length > 1 ? places.get(JSON.stringify(line.slice(0, -1))) : undefined;
    return {
      id: places.get(key) ?? '',
      members: (members.get(key) ?? []).map((id) => ({ id, distance: null })),
      parentId: nested ? (parent ?? null) : null,
      label: line.join(', '),
    };
  });
  return { groups, noise, quality: null, learned: null, points: documents.length };
}

/** Outer groups first, then the larger ones, then by name. */
const byDepthAndSize =
  (values: ReadonlyMap<string, readonly string[]>, members: ReadonlyMap<string, readonly string[]>) =>
  (a: string, b: string): number =>
    (values.get(a)?.length ?? 0) - (values.get(b)?.length ?? 0) ||
    (members.get(b)?.length ?? 0) - (members.get(a)?.length ?? 0) ||
    (a < b ? -1 : 1);
