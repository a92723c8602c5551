import type { Meter, Sample } from '../meter.js';
import { CREDIT_RATE_USD, creditsOf, groupOf } from './prices.js';

/** A calendar month in UTC. */
export interface BillingMonth {
  /** `2026-01` */
  readonly name: string;
  /** Milliseconds since 1970, inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

const FORM = /^(\d{4})-(0[1-9]|1[0-2])$/;

export function monthOf(at: number): BillingMonth {
  const date = new Date(at);
  return toMonth(date.getUTCFullYear(), date.getUTCMonth());
}

/** `undefined` for what is no `YYYY-MM`. */
export function parseMonth(name: string): BillingMonth | undefined {
  const [, year, month] = FORM.exec(name) ?? [];
  return year === undefined ? undefined : toMonth(Number(year), Number(month) - 1);
}

function toMonth(year: number, month: number): BillingMonth {
  const from = Date.UTC(year, month, 1);
  return { name: new Date(from).toISOString().slice(0, 7), from, to: Date.UTC(year, month + 1, 1) };
}

/** Credits used, exactly; bills take whole ones. */
export interface CreditUsage {
  readonly credits: number;
  readonly byOperation: ReadonlyMap<string, number>;
  readonly byExtractor: ReadonlyMap<string, number>;
}

/** Sums in thousandths: a tenth of a credit ten times is one credit. */
const PARTS = 1000;

export function usageBetween(meter: Meter, { from, to }: { from: number; to: number }): CreditUsage {
  const byOperation = new Map<string, number>();
  const byExtractor = new Map<string, number>();
  let parts = 0;
  for (const sample of meter.samples({ from, to })) {
    const cost = Math.round(creditsOf(sample) * PARTS);
    if (cost === 0) continue;
    parts += cost;
    add(byOperation, groupOf(sample), cost);
    const extractor = extractorOf(sample);
    if (extractor !== undefined) add(byExtractor, extractor, cost);
  }
  return { credits: parts / PARTS, byOperation: toCredits(byOperation), byExtractor: toCredits(byExtractor) };
}

/** Credits of some samples, exactly. */
export const creditsIn = (samples: readonly Sample[]): number =>
  samples.reduce((sum, sample) => sum + Math.round(creditsOf(sample) * PARTS), 0) / PARTS;

/** US dollars, exactly to a hundredth of a cent. */
export const toUsd = (credits: number): number => Math.round(credits * CREDIT_RATE_USD * 1e6) / 1e6;

/** Whole US cents. */
export const toCents = (credits: number): number =>
  Math.floor(Math.round(credits * CREDIT_RATE_USD * 100 * PARTS) / PARTS);

export const wholeCredits = (usage: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries(Array.from(usage, ([name, credits]) => [name, Math.floor(credits)]));

/** The name of the extractor that did the work: `text_extractor` of `text_extractor_v1`. */
function extractorOf({ attributes }: Sample): string | undefined {
  const id = attributes['feature_extractor_id'];
  return typeof id === 'string' ? id.replace(/_v\d+$/, '') : undefined;
}

function add(sums: Map<string, number>, name: string, cost: number): void {
  sums.set(name, (sums.get(name) ?? 0) + cost);
}

const toCredits = (sums: ReadonlyMap<string, number>): Map<string, number> =>
  new Map(Array.from(sums, ([name, parts]) => [name, parts / PARTS]));
