import type { JsonObject } from '../../internal/json.js';
import { copyJson } from '../../internal/json-copy.js';
import { compareStrings } from '../../internal/compare-strings.js';
import { checkDocuments, checkQuery } from './check-documents.js';
import { filterDocuments, type DocumentFilter } from './document-filter.js';
import { DocumentTable } from './document-table.js';
import { EngineError } from './engine-error.js';
import type { Filter } from './filter.js';
import { PayloadIndexes, type PayloadIndexStatistics } from './payload-indexes.js';
import type { KernelChoice } from './kernel/reserve-kernel.js';
import { createTopK } from './top-k.js';
import {
  METRICS,
  type EngineDocument,
  type Hit,
  type PayloadIndexConfig,
  type QueryVector,
  type VectorConfig,
} from './types.js';
import { VectorColumn } from './vector-column.js';

export interface NamespaceIndexOptions {
  /** Default `auto`: WebAssembly SIMD once a column is large enough to gain from it, where the platform has it. */
  kernel?: KernelChoice;
}

export interface SearchOptions {
  /** At most so many hits; a whole number from 1. */
  topK: number;
  filter?: Filter | undefined;
  /** Leaves out hits that score less. */
  minScore?: number | undefined;
}

export interface VectorSearch extends SearchOptions {
  /** The vector index to search. */
  index: string;
  vector: QueryVector;
}

export interface TextSearch extends SearchOptions {
  query: string;
}

/** Up to this share of a column it is quicker to measure chosen rows than to scan all of them. */
const NARROW_SHARE = 1 / 6;

/**
 * The documents of one namespace with their vectors, searched exactly.
 * What goes in and comes out is copied, so changing it afterwards changes nothing here.
 *
 * @example
 * const index = new NamespaceIndex();
 * index.put([{ id: 'a', vectors: { text: new Float32Array([1, 0]) }, payload: { lang: 'en' } }]);
 * index.searchVector({ index: 'text', vector: [1, 0], topK: 5, filter: { lang: 'en' } }); // [{ id: 'a', score: 1 }]
 */
export class NamespaceIndex {
  readonly #kernel: KernelChoice;
  #documents = new DocumentTable();
  readonly #columns = new Map<string, VectorColumn>();
  readonly #payloadIndexes = new PayloadIndexes();

  constructor(options: NamespaceIndexOptions = {}) {
    this.#kernel = options.kernel ?? 'auto';
  }

  get size(): number {
    return this.#documents.size;
  }

  /**
   * Adds an empty vector index; adding the same one again does nothing.
   *
   * @throws EngineError `vector_index_exists` when one of that name differs, `invalid_vector_config`
   */
  addVector(config: VectorConfig): void {
    const { name, dimension, metric } = config;
    if (!Number.isInteger(dimension) || dimension < 1 || !METRICS.includes(metric)) {
      const message = `The vector index "${name}" needs a whole dimension from 1 and a metric of ${METRICS.join(', ')}; got ${dimension} and "${metric}".`;
      throw new EngineError('invalid_vector_config', message, { name, dimension, metric });
    }
    const present = this.#columns.get(name)?.config;
    if (present === undefined) {
      this.#columns.set(name, new VectorColumn({ name, dimension, metric }, this.#kernel));
    } else if (present.dimension !== dimension || present.metric !== metric) {
      const message = `The vector index "${name}" exists with dimension ${present.dimension} and metric ${present.metric}.`;
      throw new EngineError('vector_index_exists', message, { name, existing: { ...present } });
    }
  }

  vectorConfigs(): VectorConfig[] {
    return Array.from(this.#columns.values(), ({ config }) => ({ ...config }));
  }

  /** How many documents have a vector in each index. */
  vectorCounts(): Record<string, number> {
    return Object.fromEntries(Array.from(this.#columns, ([name, column]) => [name, column.size]));
  }

  /**
   * Checks documents as `put` would, without writing them.
   *
   * @returns the vector indexes that writing them would create
   * @throws EngineError `vector_dimension_mismatch`, `vector_empty`, `vector_not_finite`
   */
  check(documents: readonly EngineDocument[]): VectorConfig[] {
    return checkDocuments(documents, (name) => this.#columns.get(name)?.config);
  }

  /**
   * Writes whole documents, over those of the same id; the last of a batch wins. Vectors of unseen names create
   * cosine indexes. All documents are checked before the first one is written.
   *
   * @throws EngineError as `check`
   */
  put(documents: readonly EngineDocument[]): void {
    for (const config of this.check(documents)) this.addVector(config);
    for (const document of documents) this.#write(document);
  }

  /** @returns how many of the ids were there */
  remove(ids: Iterable<string>): number {
    let removed = 0;
    for (const id of ids) {
      const number = this.#documents.numberOf(id);
      if (number === undefined) continue;
      this.#payloadIndexes.remove(number, this.#documents.payload(number));
      for (const column of this.#columns.values()) column.remove(number);
      this.#documents.remove(id);
      removed++;
    }
    return removed;
  }

  has(id: string): boolean {
    return this.#documents.numberOf(id) !== undefined;
  }

  get(id: string): EngineDocument | undefined {
    const number = this.#documents.numberOf(id);
    if (number === undefined) return undefined;
    const vectors: [string, Float32Array][] = [];
    for (const [name, column] of this.#columns) {
      const vector = column.get(number);
      if (vector !== undefined) vectors.push([name, vector]);
    }
    return { id, vectors: Object.fromEntries(vectors), payload: copyJson(this.#documents.payload(number)) };
  }

  /** The payload alone, without the cost of the vectors. */
  payload(id: string): JsonObject | undefined {
    const number = this.#documents.numberOf(id);
    return number === undefined ? undefined : copyJson(this.#documents.payload(number));
  }

  /** One vector alone; `undefined` when the document or its vector is not there. */
  vector(id: string, index: string): Float32Array | undefined {
    const number = this.#documents.numberOf(id);
    return number === undefined ? undefined : this.#columns.get(index)?.get(number);
  }

  /** Ascending. */
  ids(): string[] {
    return [...this.#documents.sortedIds()];
  }

  /** By id ascending. Documents removed meanwhile are left out. */
  *documents(): IterableIterator<EngineDocument> {
    for (const id of this.ids()) {
      const document = this.get(id);
      if (document !== undefined) yield document;
    }
  }

  /**
   * Indexes a payload field, present documents included; an index of the same field is replaced. Type `text` makes
   * the field answer `searchText`, the others make filters quicker. What a filter matches never depends on indexes.
   *
   * @throws EngineError `invalid_payload_index`
   */
  addPayloadIndex(config: PayloadIndexConfig): void {
    this.#payloadIndexes.declare(config, this.#numberedPayloads());
  }

  /** @returns whether there was one */
  dropPayloadIndex(field: string): boolean {
    return this.#payloadIndexes.drop(field);
  }

  payloadIndexes(): PayloadIndexConfig[] {
    return this.#payloadIndexes.configs();
  }

  payloadIndexStatistics(): PayloadIndexStatistics[] {
    return this.#payloadIndexes.statistics();
  }

  /** Makes the payload indexes anew from the documents: all, or those of the fields given. */
  rebuild(fields?: readonly string[]): void {
    for (const config of this.#payloadIndexes.configs()) {
      if (fields === undefined || fields.includes(config.field_name)) this.addPayloadIndex(config);
    }
  }

  /**
   * The nearest documents by one vector index, best first, equal scores by id. Of several query vectors
   * the best counts for each document.
   *
   * @throws EngineError `unknown_vector_index`, `vector_dimension_mismatch`, `vector_empty`, `vector_not_finite`,
   * `invalid_search`, and those of `compileFilter`
   */
  searchVector(search: VectorSearch): Hit[] {
    const column = this.#column(search.index);
    const queries = toQueries(search.vector);
    for (const query of queries) checkQuery(query, column.config);
    const { filter, floor, offer, hits } = this.#collect(search);
    const maybe = filter?.maybe;
    const isNarrow = maybe !== undefined && maybe.count() <= column.size * NARROW_SHARE;
    column.scan({ queries, owners: isNarrow ? maybe : undefined, floor, offer });
    return hits();
  }

  /**
   * Keyword search with BM25 over every payload field that has a `text` index, best first, equal scores by id.
   * A document scores the sum over the fields; without text indexes nothing is found.
   *
   * @throws EngineError `invalid_search`, and those of `compileFilter`
   */
  searchText(search: TextSearch): Hit[] {
    const { floor, offer, hits } = this.#collect(search);
    const scores = new Float64Array(this.#documents.capacity);
    const scored: number[] = [];
    this.#payloadIndexes.scoreText(search.query, (score, number) => {
      if (scores[number] === 0) scored.push(number);
      scores[number] = (scores[number] as number) + score;
    });
    let least = floor;
    for (const number of scored) {
      const score = scores[number] as number;
      if (score >= least) least = offer(score, number);
    }
    return hits();
  }

  /**
   * Ids of the documents that a filter matches, ascending; without a filter, of all.
   *
   * @throws EngineError as `compileFilter`
   */
  select(filter?: Filter): string[] {
    if (filter === undefined) return this.ids();
    const { maybe, passes } = this.#filter(filter);
    const ids: string[] = [];
    for (const number of (maybe ?? this.#documents.numbers()).toArray()) {
      if (passes(number)) ids.push(this.#documents.id(number));
    }
    // By code units, as `compareStrings` does, and several times quicker than calling it.
    return ids.sort();
  }

  /** An independent copy. */
  clone(): NamespaceIndex {
    const copy = new NamespaceIndex({ kernel: this.#kernel });
    copy.#documents = this.#documents.clone();
    for (const [name, column] of this.#columns) copy.#columns.set(name, column.clone());
    for (const config of this.#payloadIndexes.configs()) copy.addPayloadIndex(config);
    return copy;
  }

  #write(document: EngineDocument): void {
    const payload = copyJson(document.payload);
    const number = this.#numberFor(document.id, payload);
    this.#payloadIndexes.add(number, payload);
    for (const [name, column] of this.#columns) {
      const vector = Object.hasOwn(document.vectors, name) ? document.vectors[name] : undefined;
      if (vector === undefined) column.remove(number);
      else column.set(number, vector);
    }
  }

  #numberFor(id: string, payload: JsonObject): number {
    const known = this.#documents.numberOf(id);
    if (known === undefined) return this.#documents.add(id, payload);
    this.#payloadIndexes.remove(known, this.#documents.payload(known));
    this.#documents.replace(known, payload);
    return known;
  }

  #column(name: string): VectorColumn {
    const column = this.#columns.get(name);
    if (column !== undefined) return column;
    const available = [...this.#columns.keys()];
    const known = available.length === 0 ? 'there is none yet' : `there are ${available.join(', ')}`;
    const message = `No vector index is named "${name}"; ${known}.`;
    throw new EngineError('unknown_vector_index', message, { index: name, available });
  }

  /** Keeps the best of what a search offers, asking the filter only about hits that would get in. */
  #collect(search: SearchOptions) {
    const { topK, minScore = -Infinity } = search;
    if (!Number.isInteger(topK) || topK < 1) {
      throw new EngineError('invalid_search', `topK must be a whole number from 1; got ${topK}.`, { top_k: topK });
    }
    const documents = this.#documents;
    const filter = search.filter === undefined ? undefined : this.#filter(search.filter);
    const top = createTopK(topK, (a, b) => compareStrings(documents.id(a), documents.id(b)));
    const offer = (score: number, number: number): number => {
      if (filter === undefined || filter.passes(number)) top.offer(score, number);
      return Math.max(minScore, top.floor());
    };
    const hits = (): Hit[] => top.ranked().map(({ item, score }) => ({ id: documents.id(item), score }));
    return { filter, floor: minScore, offer, hits };
  }

  #filter(filter: Filter): DocumentFilter {
    return filterDocuments(filter, {
      documents: this.#documents,
      indexOf: (field) => this.#payloadIndexes.values(field),
    });
  }

  *#numberedPayloads(): Iterable<[number, JsonObject]> {
    for (const number of this.#documents.numbers().toArray()) yield [number, this.#documents.payload(number)];
  }
}

function toQueries(vector: QueryVector): Float32Array[] {
  const first = vector[0];
  if (first === undefined || typeof first === 'number') return [Float32Array.from(vector as ArrayLike<number>)];
  return Array.from(vector as readonly ArrayLike<number>[], (one) => Float32Array.from(one));
}
