import { Bitset } from './bitset.js';

/**
 * What indexes know of a filter: the documents that surely match it, and those that may, the sure ones among them.
 * Only documents that may and need not are looked at. When an index knows exactly, the two are one set.
 */
export interface Narrowed {
  readonly sure: Bitset;
  readonly maybe: Bitset;
}

export const exactly = (set: Bitset): Narrowed => ({ sure: set, maybe: set });

const isExact = ({ sure, maybe }: Narrowed): boolean => sure === maybe;

/** `undefined` stands for a part of which nothing is known. */
type Part = Narrowed | undefined;

export function narrowAll(parts: readonly Part[], all: Bitset): Part {
  const known = parts.filter((part) => part !== undefined);
  if (known.length === 0 && parts.length > 0) return undefined;
  const maybe = known.reduce((set, part) => set.and(part.maybe), all);
  if (known.length < parts.length) return { sure: new Bitset(), maybe };
  if (known.every(isExact)) return exactly(maybe);
  return { sure: known.reduce((set, part) => set.and(part.sure), all), maybe };
}

export function narrowAny(parts: readonly Part[], all: Bitset): Part {
  const known = parts.filter((part) => part !== undefined);
  if (known.length === 0 && parts.length > 0) return undefined;
  const sure = known.reduce((set, part) => set.or(part.sure), new Bitset());
  if (known.length < parts.length) return { sure, maybe: all };
  if (known.every(isExact)) return exactly(sure);
  return { sure, maybe: known.reduce((set, part) => set.or(part.maybe), new Bitset()) };
}

export function narrowNot(part: Part, all: Bitset): Part {
  if (part === undefined) return undefined;
  if (isExact(part)) return exactly(all.without(part.sure));
  return { sure: all.without(part.maybe), maybe: all.without(part.sure) };
}
