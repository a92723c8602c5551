export { aggregateRows, type AggregationOutcome } from './aggregate-rows.js';
export type { Aggregation } from './aggregation.js';
export { filtersOf, readAggregation } from './read-aggregation.js';
