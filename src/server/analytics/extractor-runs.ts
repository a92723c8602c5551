import { groupBy } from './group-by.js';
import { rateOf, sumOf } from './share.js';
import { timesOf, type Times } from './times.js';

/** An extractor that went over what a collection reads, in one tier of a batch. */
export interface ExtractorRun {
  /** `text_extractor_v1` */
  readonly extractorId: string;
  readonly at: number;
  readonly durationMs: number;
  /** Documents that it made. */
  readonly written: number;
  /** Sources that it failed on. */
  readonly failed: number;
}

export interface ExtractorReport {
  readonly name: string;
  readonly version: string;
  /** Runs. */
  readonly times: Times;
  readonly written: number;
  readonly failed: number;
  /** Documents that were made, of those and the failures. */
  readonly successRate: number;
}

/** Each extractor, the most used first. */
export function extractorReports(runs: readonly ExtractorRun[]): ExtractorReport[] {
  return Array.from(
    groupBy(runs, ({ extractorId }) => extractorId),
    ([id, own]) => toReport(id, own),
  ).sort((a, b) => b.times.count - a.times.count);
}

function toReport(extractorId: string, runs: readonly ExtractorRun[]): ExtractorReport {
  const written = sumOf(runs.map((run) => run.written));
  const failed = sumOf(runs.map((run) => run.failed));
  return {
    ...splitExtractorId(extractorId),
    times: timesOf(runs.map(({ durationMs }) => durationMs)),
    written,
    failed,
    successRate: rateOf(written, written + failed),
  };
}

/** `text_extractor_v1` is version `v1` of `text_extractor`. */
export function splitExtractorId(id: string): { readonly name: string; readonly version: string } {
  const [, name = id, version = 'v1'] = /^(.+)_(v\d+)$/.exec(id) ?? [];
  return { name, version };
}
