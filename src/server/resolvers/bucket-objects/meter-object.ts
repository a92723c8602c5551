import { uploadCredits } from '../../billing/prices.js';
import { recordSample } from '../../analytics/samples.js';
import type { RequestContext } from '../../context.js';
import { sizeOf } from '../../ingest/bucket-stats.js';
import type { Written } from '../../ingest/object-writer.js';
import { Problem } from '../../problem.js';
import type { BucketRecord } from '../../records.js';

/** Measures the writing of one object, for reports on uploads; one that was there already counts for nothing. */
export function meterObject(
  { context, bucket }: { readonly context: RequestContext; readonly bucket: BucketRecord },
  write: () => Written,
): Written {
  const begin = performance.now();
  const record = (sizeBytes: number, error: string | null): void => {
    const { services, caller, operation } = context;
    recordSample(services.meter, {
      kind: 'object',
      at: services.clock.now(),
      namespaceId: bucket.namespace_id,
      keyId: caller.keyId,
      operation: operation.id,
      durationMs: performance.now() - begin,
      credits: uploadCredits(sizeBytes),
      subject: { type: 'bucket', id: bucket.id },
      attributes: { size_bytes: sizeBytes, error },
    });
  };
  try {
    const written = write();
    if (written.outcome !== 'found') record(sizeOf(written.object), null);
    return written;
  } catch (error) {
    if (error instanceof Problem) record(0, error.message);
    throw error;
  }
}
