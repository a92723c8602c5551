import type { JsonObject } from '../../../internal/json.js';
import { confidenceRanges } from '../../analytics/confidence-ranges.js';
import { groupBy } from '../../analytics/group-by.js';
import { isWithin, type Period } from '../../analytics/period.js';
import { samplesOf, type Measured } from '../../analytics/samples.js';
import { averageOf, percentOf, rateOf, round, sumOf } from '../../analytics/share.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import type { TaxonomyAssignmentRecord } from '../../records.js';
import { assignmentsOf, findTaxonomy } from '../taxonomies/find.js';
import { readDates, readHours, readLimit, readUnit } from './read-period.js';
import { toMetrics } from './views.js';

/** Confidences have four decimals, as rates. */
const DECIMALS = 4;
/** An assignment below is one to look at. */
const LOW_CONFIDENCE = 0.5;

export function taxonomyAssignments(context: RequestContext): ResolverResult {
  const { id } = findTaxonomy(context);
  const [period, unit] = [readDates(context), readUnit(context)];
  const assignments = labelledIn(period, id, context);
  return {
    body: {
      taxonomy_id: id,
      time_range: period.range,
      metrics: toMetrics(assignments, { unit, at: ({ at }) => Date.parse(at) }, toAssignmentMetric),
      summary: toAssignmentMetric(assignments),
    },
  };
}

const toAssignmentMetric = (assignments: readonly Labelled[]): JsonObject => ({
  assignment_count: assignments.length,
  avg_confidence: confidenceOf(assignments),
  unique_labels: new Set(assignments.map(({ label }) => label)).size,
});

export function taxonomyConfidence(context: RequestContext): ResolverResult {
  const { id } = findTaxonomy(context);
  const assignments = labelledIn(readHours(context), id, context);
  return {
    body: {
      taxonomy_id: id,
      distribution: confidenceRanges(assignments.map(({ confidence }) => confidence)).map(
        ({ range, count, percentage }) => ({ confidence_range: range, count, percentage }),
      ),
      avg_confidence: confidenceOf(assignments),
      low_confidence_count: assignments.filter(({ confidence }) => confidence < LOW_CONFIDENCE).length,
    },
  };
}

export function taxonomyLabels(context: RequestContext): ResolverResult {
  const { id } = findTaxonomy(context);
  const assignments = labelledIn(readHours(context), id, context);
  const labels = Array.from(
    groupBy(assignments, ({ label }) => label),
    ([label, own]) => ({
      label,
      count: own.length,
      percentage: percentOf(own.length, assignments.length),
      avg_confidence: confidenceOf(own),
    }),
  ).sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
  return { body: { taxonomy_id: id, labels: labels.slice(0, readLimit(context)), total_labels: labels.length } };
}

/** Documents that the taxonomy was applied to, whether the results were stored or answered. */
export function taxonomyEnrichments(context: RequestContext): ResolverResult {
  const { id } = findTaxonomy(context);
  const [{ from, to, range }, unit] = [readDates(context), readUnit(context)];
  const subject = { type: 'taxonomy', id };
  const runs = samplesOf(context.services.meter, 'taxonomy', { from, to, subject });
  return {
    body: {
      taxonomy_id: id,
      time_range: range,
      metrics: toMetrics(runs, { unit, at: ({ at }) => at }, toEnrichmentMetric),
      summary: toEnrichmentMetric(runs),
    },
  };
}

/** The time of a document is its part of the time of the run. */
function toEnrichmentMetric(runs: readonly Measured<'taxonomy'>[]): JsonObject {
  const documents = sumOf(runs.map(({ attributes }) => attributes.documents));
  const errors = sumOf(runs.map(({ attributes }) => attributes.errors));
  const total = sumOf(runs.map(({ durationMs }) => durationMs));
  return {
    enrichment_count: documents,
    success_count: documents - errors,
    failure_count: errors,
    avg_latency_ms: documents === 0 ? 0 : round(total / documents, 3),
    success_rate: rateOf(documents - errors, documents),
  };
}

type Labelled = TaxonomyAssignmentRecord & { readonly label: string };

/** What documents are assigned to now, by when that was; a later application replaces the earlier one. */
function labelledIn(period: Period, taxonomyId: string, { state }: RequestContext): Labelled[] {
  return assignmentsOf(taxonomyId, { state })
    .flatMap((id) => state.get('taxonomyAssignments', id) ?? [])
    .filter((one): one is Labelled => one.label !== null && isWithin(Date.parse(one.at), period));
}

const confidenceOf = (assignments: readonly Labelled[]): number =>
  averageOf(
    assignments.map(({ confidence }) => confidence),
    DECIMALS,
  );
