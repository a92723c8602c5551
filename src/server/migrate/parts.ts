import type { JsonObject } from '../../internal/json.js';
import type { JobContext, StateReader } from '../context.js';
import type { NamespacedTable } from '../find-record.js';
import { isoTime } from '../iso-time.js';
import type { NamespaceRecord, TableRecords } from '../records.js';
import { mapReferences, referencesOf } from '../resource-kinds/references.js';

export type MigratedType = 'bucket' | 'collection' | 'taxonomy' | 'cluster' | 'retriever';

/** A resource of the source namespace. */
export interface MigratedResource {
  readonly id: string;
  readonly name: string;
  /** Ids or names of what it refers to. */
  readonly needs: readonly string[];
}

/** What a copy has to work with. */
export interface CopyRun extends JobContext {
  readonly source: NamespaceRecord;
  readonly target: NamespaceRecord;
  /** New ids by old ones, of what was copied before. */
  readonly ids: Map<string, string>;
}

/** How a kind of resource goes from one namespace to another. */
export interface MigrationPart {
  readonly type: MigratedType;
  /** What it is called in counts: `retrievers`. */
  readonly plural: string;
  list(namespaceId: string, state: StateReader): MigratedResource[];
  /** Stages the copy, with what belongs to it, and enters its id in `ids`. */
  copy(id: string, run: CopyRun): Promise<void> | void;
}

interface RecordPart<T extends NamespacedTable> {
  readonly type: MigratedType;
  readonly plural: string;
  readonly table: T;
  readonly prefix: string;
  readonly nameOf: (record: TableRecords[T]) => string;
  /** Copies what belongs to a resource, such as the objects of a bucket. */
  readonly copyContent?: (id: string, run: CopyRun) => Promise<void> | void;
}

/** A part whose resources are records of a table: copied whole, with references to copies in place of originals. */
export function recordPart<T extends NamespacedTable>(part: RecordPart<T>): MigrationPart {
  const { type, plural, table, prefix, nameOf, copyContent } = part;
  return {
    type,
    plural,
    list: (namespaceId, state) =>
      recordsOf(state, table, namespaceId).map((record) => ({
        id: record.id,
        name: nameOf(record),
        needs: referencesOf(asJson(record)).map(({ value }) => value),
      })),
    async copy(id, run) {
      const record = run.state.get(table, id);
      if (record === undefined) return;
      run.ids.set(id, run.services.id(prefix));
      run.tx.put(table, copyOf(record, run));
      await copyContent?.(id, run);
    },
  };
}

export const recordsOf = <T extends NamespacedTable>(
  state: StateReader,
  table: T,
  namespaceId: string,
): TableRecords[T][] => state.list(table).filter((record) => namespaceIdOf(record) === namespaceId);

/** A record for the target namespace; its own id and those it refers to are taken from `ids`. */
export function copyOf<Kept extends { id: string }>(record: Kept, { ids, target, services }: CopyRun): Kept {
  const now = isoTime(services.clock.now());
  const mapped = mapReferences(asJson(record), ({ value }) => ids.get(value) ?? value);
  const times = 'created_at' in record ? { created_at: now, updated_at: now } : {};
  // Fields keep their types: ids are replaced by ids.
  return { ...mapped, ...times, id: ids.get(record.id) ?? record.id, namespace_id: target.id } as unknown as Kept;
}

/** Records are JSON by construction, which their interfaces cannot say. */
const asJson = (record: object): JsonObject => record as JsonObject;

/** `NamespacedTable` admits only records that have one; a generic record cannot be narrowed to them. */
const namespaceIdOf = (record: object): string => (record as { namespace_id: string }).namespace_id;
