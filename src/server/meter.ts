import type { JsonObject } from '../internal/json.js';

/** One thing that was measured: a request, or work that it caused. Reports, usage and bills are sums over these. */
export interface Sample {
  /** Milliseconds on the instance's clock. */
  readonly at: number;
  /** `request`, `execution`, `stage`, `inference`, `extraction`, `upload`, `batch`, ... */
  readonly kind: string;
  /** Id of the operation; undefined for what no request asked for, and for requests that matched none. */
  readonly operation: string | undefined;
  readonly namespaceId: string | null;
  /** Id of the API key; null for keys that this server did not make. */
  readonly keyId: string | null;
  /** HTTP status of a request; undefined when its connection broke, and for other kinds. */
  readonly status: number | undefined;
  /** Measured, not on the instance's clock. */
  readonly durationMs: number;
  readonly credits: number;
  /** What it was about. */
  readonly subject: { readonly type: string; readonly id: string } | null;
  readonly attributes: JsonObject;
}

export interface SampleFilter {
  readonly kind?: string;
  readonly namespaceId?: string | null;
  readonly keyId?: string;
  readonly subject?: { readonly type: string; readonly id: string };
  /** Milliseconds on the clock, inclusive. */
  readonly from?: number;
  /** Milliseconds on the clock, exclusive. */
  readonly to?: number;
}

/** What happened on this instance, in memory. */
export interface Meter {
  /** What is left out counts as nothing: no credits, no duration, no subject. */
  record(sample: Pick<Sample, 'at' | 'kind'> & Partial<Sample>): void;
  /** Oldest first. */
  samples(filter?: SampleFilter): readonly Sample[];
  clear(): void;
}

/** Older samples are forgotten. */
const CAPACITY = 50_000;

export function createMeter(): Meter {
  let kept: Sample[] = [];
  return {
    record(sample) {
      kept.push({
        operation: undefined,
        namespaceId: null,
        keyId: null,
        status: undefined,
        durationMs: 0,
        credits: 0,
        subject: null,
        attributes: {},
        ...sample,
      });
      // Trimmed in blocks, so that a long run does not move the array on every request.
      if (kept.length >= 2 * CAPACITY) kept = kept.slice(-CAPACITY);
    },
    samples: (filter = {}) => kept.slice(-CAPACITY).filter((sample) => fits(sample, filter)),
    clear() {
      kept = [];
    },
  };
}

function fits(
  sample: Sample,
  { kind, namespaceId, keyId, subject, from = -Infinity, to = Infinity }: SampleFilter,
): boolean {
  return (
    (kind === undefined || sample.kind === kind) &&
    (namespaceId === undefined || sample.namespaceId === namespaceId) &&
    (keyId === undefined || sample.keyId === keyId) &&
    (subject === undefined || (sample.subject?.type === subject.type && sample.subject.id === subject.id)) &&
    sample.at >= from &&
    sample.at < to
  );
}
