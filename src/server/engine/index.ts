export { NamespaceIndex } from './namespace-index.js';
export type { NamespaceIndexOptions, SearchOptions, TextSearch, VectorSearch } from './namespace-index.js';
export type { PayloadIndexStatistics } from './payload-indexes.js';
export type { KernelChoice } from './kernel/reserve-kernel.js';
export { METRICS, PAYLOAD_INDEX_TYPES } from './types.js';
export type { EngineDocument, Hit, Metric, PayloadIndexConfig, QueryVector, VectorConfig } from './types.js';

export { EngineError } from './engine-error.js';
export type { EngineErrorCode, EngineErrorDetails } from './engine-error.js';

export { allOf, compileFilter } from './filter.js';
export type { CompiledFilter, Filter, FilterOptions, FilterSubject } from './filter.js';
export { OPERATORS } from './filter-operators.js';
export type { FilterOperator } from './filter-operators.js';
export { readPath } from './read-path.js';

export { fuse } from './fusion.js';
export type { FusionMethod, RankedList } from './fusion.js';
export { mmr } from './mmr.js';
export type { MmrCandidate, MmrPick } from './mmr.js';
export { compareBy, comparePlaces, compareValues, placeOf } from './sort.js';
export type { SortField } from './sort.js';
export { bestHits, compareHits } from './top-k.js';
