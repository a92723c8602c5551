import { fieldOf, type RankedDocument } from '../ranked-document.js';
import type { GroupBy } from './parameters.js';

/**
 * The best documents per value of a field, from documents given best first. Groups stand in the order of their best
 * document, each with its documents together. Documents without the field belong to no group.
 */
export function keepBestPerGroup(documents: Iterable<RankedDocument>, groupBy: GroupBy): RankedDocument[] {
  const perGroup = groupBy.output_mode === 'first' ? 1 : groupBy.max_per_group;
  const groups = new Map<string, RankedDocument[]>();
  for (const document of documents) {
    const value = fieldOf(document, groupBy.field);
    if (value === undefined || value === null) continue;
    const key = JSON.stringify(value);
    const group = groups.get(key);
    if (group === undefined) {
      if (groups.size < groupBy.limit) groups.set(key, [document]);
    } else if (group.length < perGroup) {
      group.push(document);
    }
  }
  return [...groups.values()].flat();
}
