import { isUnderWay } from '../collections/batch-status.js';
import type { BatchRecord } from '../records.js';
import { groupBy } from './group-by.js';
import { percentOf, round } from './share.js';

/** Something about a batch that is worth a look. */
export interface BatchInsight {
  readonly type: string;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly message: string;
  /** `tier_0`; null for the whole. */
  readonly stage: string | null;
  readonly value: number | null;
  readonly recommendation: string | null;
}

/** From this share of the time of all tiers on, one of them holds the others up. */
const BOTTLENECK_PERCENT = 60;

export function batchInsights(batch: BatchRecord): BatchInsight[] {
  return [...failuresOf(batch), ...bottleneckOf(batch), ...missingInputsOf(batch)];
}

function failuresOf({ failures, tiers }: BatchRecord): BatchInsight[] {
  return Array.from(
    groupBy(failures, ({ tier }) => tier),
    ([tier, own]): BatchInsight => {
      const written = (tiers[tier]?.runs ?? []).reduce((sum, run) => sum + run.written, 0);
      return {
        type: 'failures',
        severity: written === 0 ? 'critical' : 'warning',
        message: `${own.length} sources failed in tier ${tier}. The latest: ${own.at(-1)?.message ?? ''}`,
        stage: `tier_${tier}`,
        value: own.length,
        recommendation: 'Mend what the message says, then retry the failed documents of the batch.',
      };
    },
  );
}

function bottleneckOf({ tiers }: BatchRecord): BatchInsight[] {
  const times = tiers.map(({ started_at: from, completed_at: to }) =>
    from === null || to === null ? 0 : Date.parse(to) - Date.parse(from),
  );
  const whole = times.reduce((sum, time) => sum + time, 0);
  return times.flatMap((time, tier): BatchInsight[] => {
    const share = percentOf(time, whole);
    if (tiers.length < 2 || share < BOTTLENECK_PERCENT) return [];
    const message = `Tier ${tier} took ${share} % of the time of all tiers.`;
    return [
      { type: 'bottleneck', severity: 'info', message, stage: `tier_${tier}`, value: share, recommendation: null },
    ];
  });
}

function missingInputsOf({ tiers }: BatchRecord): BatchInsight[] {
  return tiers.flatMap(({ runs }, tier): BatchInsight[] => {
    const missing = runs.reduce((sum, run) => sum + run.missing_inputs, 0);
    if (missing === 0) return [];
    return [
      {
        type: 'missing_inputs',
        severity: 'warning',
        message: `${missing} sources of tier ${tier} lack a field that the extractor reads, and were passed over.`,
        stage: `tier_${tier}`,
        value: missing,
        recommendation: 'Map fields that the sources have in the input_mappings of the collection.',
      },
    ];
  });
}

/** Share of the sources that are done, 0 to 100. A tier that has not begun has none done. */
export function batchProgress({ status, tiers }: BatchRecord): number {
  if (!isUnderWay(status)) return tiers.length > 0 && status.startsWith('COMPLETED') ? 100 : 0;
  const shares = tiers.map(({ runs }) => {
    const known = runs.filter(({ source_ids: ids }) => ids !== null);
    const sources = known.reduce((sum, { source_ids: ids }) => sum + (ids?.length ?? 0), 0);
    return percentOf(
      known.reduce((sum, { done }) => sum + done, 0),
      sources,
    );
  });
  return tiers.length === 0 ? 0 : round(shares.reduce((sum, share) => sum + share, 0) / tiers.length, 2);
}

/** What can be done with the batch as it stands, by names of operations. */
export function nextActions({ status, failures }: BatchRecord): string[] {
  if (status === 'DRAFT') return ['submit'];
  if (isUnderWay(status)) return ['wait', 'cancel'];
  return failures.length > 0 ? ['inspect_failed_documents', 'retry'] : [];
}
