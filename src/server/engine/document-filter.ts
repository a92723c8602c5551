import { Bitset } from './bitset.js';
import type { DocumentTable } from './document-table.js';
import { compileFilter, ID_FIELD, isCompiled, type Filter } from './filter.js';
import { exactly } from './narrowed.js';
import type { FieldIndex } from './value-index.js';

/** A filter asked of the documents of one namespace, by number. */
export interface DocumentFilter {
  /** Nothing outside passes; `undefined` when the indexes do not tell. */
  readonly maybe: Bitset | undefined;
  /** Looks at the document only where the indexes do not know. */
  passes(number: number): boolean;
}

/** @throws EngineError as `compileFilter` */
export function filterDocuments(
  filter: Filter,
  { documents, indexOf }: { documents: DocumentTable; indexOf: (field: string) => FieldIndex | undefined },
): DocumentFilter {
  const compiled = isCompiled(filter) ? filter : compileFilter(filter);
  const narrowed = compiled.narrow({
    all: documents.numbers(),
    of: (field) => (field === ID_FIELD ? idIndex(documents) : indexOf(field)),
  });
  const look = (number: number): boolean =>
    compiled.matches({ id: documents.id(number), payload: documents.payload(number) });
  if (narrowed === undefined) return { maybe: undefined, passes: look };
  const { sure, maybe } = narrowed;
  return { maybe, passes: (number) => sure.has(number) || (maybe.has(number) && look(number)) };
}

/** Every id is a string, and in no document missing. */
function idIndex(documents: DocumentTable): FieldIndex {
  const none = exactly(new Bitset());
  return {
    equal(values) {
      const found = new Bitset();
      for (const value of values) {
        const number = typeof value === 'string' ? documents.numberOf(value) : undefined;
        if (number !== undefined) found.add(number);
      }
      return exactly(found);
    },
    within: () => none,
    strings: () => undefined,
    present: () => exactly(documents.numbers()),
    nulls: () => none,
  };
}
