import type { JsonObject, JsonValue } from '../../../internal/json.js';
import { compareValues, readPath, type CompiledFilter, type NamespaceIndex } from '../../engine/index.js';
import type { Facet } from './parameters.js';

/**
 * Counts the values of fields over every document that passes the filter, not only those that were found: commonest
 * first, equal counts by value. Items of a list count one by one, each once per document.
 */
export function countFacets(
  facets: readonly Facet[],
  { index, filter }: { index: NamespaceIndex; filter: CompiledFilter | undefined },
): JsonObject {
  const counters = facets.map((facet) => ({ facet, counts: new Map<string, { value: JsonValue; count: number }>() }));
  for (const id of index.select(filter)) {
    const payload = index.payload(id) ?? {};
    for (const { facet, counts } of counters) {
      for (const [key, value] of distinctValues(readPath(payload, facet.key))) {
        const counter = counts.get(key);
        if (counter === undefined) counts.set(key, { value, count: 1 });
        else counter.count += 1;
      }
    }
  }
  return Object.fromEntries(
    counters.map(({ facet, counts }) => {
      const ordered = [...counts.values()].sort((a, b) => b.count - a.count || compareValues(a.value, b.value));
      return [facet.key, ordered.slice(0, facet.limit)];
    }),
  );
}

function distinctValues(values: readonly JsonValue[]): Map<string, JsonValue> {
  const scalars = values.flat().filter((value) => value !== null && typeof value !== 'object');
  return new Map(scalars.map((value) => [JSON.stringify(value), value]));
}
