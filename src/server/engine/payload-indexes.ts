import type { JsonObject } from '../../internal/json.js';
import { copyJson } from '../../internal/json-copy.js';
import { EngineError } from './engine-error.js';
import { readStrings } from './read-path.js';
import { TextIndex } from './text-index.js';
import { createTokenizer } from './tokenizer.js';
import { PAYLOAD_INDEX_TYPES, type PayloadIndexConfig, type Visit } from './types.js';
import { ValueIndex, type FieldIndex } from './value-index.js';

/** What every index of a field can do with the documents of its namespace. */
interface Maintained {
  readonly size: number;
  add(owner: number, payload: JsonObject): void;
  remove(owner: number, payload: JsonObject): void;
}

interface Entry {
  readonly config: PayloadIndexConfig;
  readonly index: Maintained;
  /** Narrows filters; absent for text. */
  readonly values?: ValueIndex;
  /** Answers keyword queries; only for text. */
  readonly text?: TextIndex;
}

/** An index and how many documents are in it. */
export interface PayloadIndexStatistics extends PayloadIndexConfig {
  document_count: number;
}

/** Documents by number, to fill an index with. */
export type NumberedPayloads = Iterable<readonly [number, JsonObject]>;

/** The indexes over payload fields, one per field. */
export class PayloadIndexes {
  readonly #entries = new Map<string, Entry>();

  /** Adds an index, or replaces that of the same field, and fills it. */
  declare(config: PayloadIndexConfig, documents: NumberedPayloads): void {
    const entry = createEntry(copyConfig(config));
    for (const [owner, payload] of documents) entry.index.add(owner, payload);
    this.#entries.set(config.field_name, entry);
  }

  drop(field: string): boolean {
    return this.#entries.delete(field);
  }

  configs(): PayloadIndexConfig[] {
    return Array.from(this.#entries.values(), ({ config }) => copyConfig(config));
  }

  statistics(): PayloadIndexStatistics[] {
    return Array.from(this.#entries.values(), ({ config, index }) => ({
      ...copyConfig(config),
      document_count: index.size,
    }));
  }

  add(owner: number, payload: JsonObject): void {
    for (const { index } of this.#entries.values()) index.add(owner, payload);
  }

  /** Takes a document out; `payload` is the one it was added with. */
  remove(owner: number, payload: JsonObject): void {
    for (const { index } of this.#entries.values()) index.remove(owner, payload);
  }

  values(field: string): FieldIndex | undefined {
    return this.#entries.get(field)?.values;
  }

  /** Calls `visit` with every score that a term earns in some text field. */
  scoreText(query: string, visit: Visit): void {
    for (const { text } of this.#entries.values()) text?.score(query, visit);
  }
}

function createEntry(config: PayloadIndexConfig): Entry {
  const { field_name: field, type } = config;
  if (field === '') throw new EngineError('invalid_payload_index', 'A payload index needs a field_name.');
  if (!PAYLOAD_INDEX_TYPES.some((known) => known === type)) {
    const message = `The payload index on "${field}" has the unknown type "${type}"; use one of ${PAYLOAD_INDEX_TYPES.join(', ')}.`;
    throw new EngineError('invalid_payload_index', message, { field_name: field, type, known: PAYLOAD_INDEX_TYPES });
  }
  if (type !== 'text') {
    const values = new ValueIndex(field);
    return { config, index: values, values };
  }
  const text = new TextIndex(createTokenizer(config.field_schema));
  const index: Maintained = {
    get size() {
      return text.size;
    },
    add: (owner, payload) => text.add(owner, readStrings(payload, field)),
    remove: (owner, payload) => text.remove(owner, readStrings(payload, field)),
  };
  return { config, index, text };
}

function copyConfig({ field_name, type, field_schema }: PayloadIndexConfig): PayloadIndexConfig {
  return { field_name, type, ...(field_schema === undefined ? {} : { field_schema: copyJson(field_schema) }) };
}
