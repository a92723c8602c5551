import type { ServerClock } from './clock.js';
import type { DocumentSpace, StoredDocument } from './document-space.js';
import { NamespaceIndex, type PayloadIndexConfig } from './engine/index.js';
import type { NamespaceRecord } from './records.js';

/** A document space that committed changes are applied to. */
export interface WritableSpace extends DocumentSpace {
  /** Brings vector and payload indexes in line with the namespace; schema changes have no lag. */
  configure(record: NamespaceRecord): void;
  put(documents: readonly StoredDocument[]): void;
  /** Writes what was stored before this start: old enough for every reader. */
  restore(documents: readonly StoredDocument[]): void;
  remove(ids: readonly string[]): void;
  /** Makes the indexes of these payload fields anew, for every reader. */
  rebuildIndexes(fields: readonly string[]): void;
  /** Throws what `put` would throw, without writing. */
  check(record: NamespaceRecord | undefined, documents: readonly StoredDocument[]): void;
}

interface Times {
  readonly created_at: string;
  readonly updated_at: string;
}

interface Pending {
  readonly visibleAt: number;
  readonly apply: (index: NamespaceIndex) => void;
}

/**
 * With a lag, a plain read sees a replica to which each write is applied `lagMs` after it was committed.
 * Without one, replica and head are the same index.
 */
export function createDocumentSpace({ clock, lagMs }: { clock: ServerClock; lagMs: number }): WritableSpace {
  const head = new NamespaceIndex();
  const replica = lagMs > 0 ? new NamespaceIndex() : head;
  const times = new Map<string, Times>();
  let pending: Pending[] = [];

  const keepTimes = (documents: readonly StoredDocument[]): void => {
    for (const { id, created_at, updated_at } of documents) times.set(id, { created_at, updated_at });
  };

  const write = (apply: (index: NamespaceIndex) => void): void => {
    apply(head);
    if (replica !== head) pending.push({ visibleAt: clock.now() + lagMs, apply });
  };

  const catchUp = (): void => {
    const now = clock.now();
    const late = pending.findIndex(({ visibleAt }) => visibleAt > now);
    const due = late === -1 ? pending : pending.slice(0, late);
    pending = late === -1 ? [] : pending.slice(late);
    for (const { apply } of due) apply(replica);
  };

  return {
    view(view) {
      if (view === 'head' || replica === head) return head;
      catchUp();
      return replica;
    },
    times: (id) => times.get(id),
    configure(record) {
      for (const index of new Set([head, replica])) configureIndex(index, record);
    },
    restore(documents) {
      keepTimes(documents);
      for (const index of new Set([head, replica])) index.put(documents);
    },
    put(documents) {
      keepTimes(documents);
      write((index) => index.put(documents));
    },
    remove(ids) {
      for (const id of ids) times.delete(id);
      write((index) => index.remove(ids));
    },
    rebuildIndexes(fields) {
      for (const index of new Set([head, replica])) index.rebuild(fields);
    },
    check(record, documents) {
      const probe = new NamespaceIndex();
      for (const config of head.vectorConfigs()) probe.addVector(config);
      for (const config of record?.vector_configs ?? []) probe.addVector(config);
      probe.check(documents);
    },
  };
}

function configureIndex(index: NamespaceIndex, record: NamespaceRecord): void {
  for (const config of record.vector_configs) index.addVector(config);
  const wanted = new Map<string, PayloadIndexConfig>();
  for (const config of record.payload_indexes) {
    // A text index answers once it was ensured; the others only make filters quicker.
    if (config.type !== 'text' || record.ensured_indexes.includes(config.field_name))
      wanted.set(config.field_name, config);
  }
  const present = new Map(index.payloadIndexes().map((config) => [config.field_name, config]));
  for (const field of present.keys()) if (!wanted.has(field)) index.dropPayloadIndex(field);
  for (const [field, { field_name, type, field_schema = null }] of wanted) {
    const known = present.get(field);
    const isSame = known?.type === type && JSON.stringify(known.field_schema ?? null) === JSON.stringify(field_schema);
    if (!isSame) index.addPayloadIndex({ field_name, type, field_schema });
  }
}
