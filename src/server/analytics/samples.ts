import type { Meter, Sample, SampleFilter } from '../meter.js';

/**
 * What is measured, by kind of sample. Whoever does such work records it with `recordSample`; reports read it back with
 * `samplesOf`. Requests are recorded by the pipeline.
 */
export type SampleAttributes = {
  /** A run of a retriever, or with no subject an ad-hoc one. */
  execution: {
    execution_id: string;
    status: 'completed' | 'failed';
    returned: number;
    cache_hit: boolean;
    error: string | null;
    /** Inputs as JSON text, without vectors and cut to a glance. */
    query: string;
    filter_fields: string[];
    sort_fields: string[];
  };
  /** A stage of such a run. */
  stage: {
    execution_id: string;
    stage_name: string;
    stage_id: string;
    input_count: number;
    output_count: number;
  };
  /** Texts that became vectors. */
  inference: { model: string; inputs: number; error: string | null };
  /** An object that a request wrote to a bucket, or that was refused. */
  object: { size_bytes: number; error: string | null };
  /** A collection processed in one tier of a batch. */
  extraction: { batch_id: string; feature_extractor_id: string; documents: number; failed: number };
  /** A run of a cluster. */
  cluster: { run_id: string; num_clusters: number; num_documents: number; status: string };
  /** Documents that a taxonomy was applied to. */
  taxonomy: { documents: number; errors: number };
};

export type MeasuredKind = keyof SampleAttributes;

export interface Measured<Kind extends MeasuredKind> extends Omit<Sample, 'kind' | 'attributes'> {
  readonly kind: Kind;
  readonly attributes: SampleAttributes[Kind];
}

/** What is left out counts as nothing: no credits, no duration, no subject. */
export type NewMeasured<Kind extends MeasuredKind> = Pick<Measured<Kind>, 'kind' | 'at' | 'attributes'> &
  Partial<Measured<Kind>>;

export function recordSample<Kind extends MeasuredKind>(meter: Meter, sample: NewMeasured<Kind>): void {
  meter.record(sample);
}

/** Oldest first. */
export function samplesOf<Kind extends MeasuredKind>(
  meter: Meter,
  kind: Kind,
  filter: Omit<SampleFilter, 'kind'>,
): readonly Measured<Kind>[] {
  // Samples of a kind have its attributes: see `SampleAttributes`.
  return meter.samples({ ...filter, kind }) as unknown as readonly Measured<Kind>[];
}
