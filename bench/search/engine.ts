// The server's search engine is no entry of the package; this file is built as the package is.
import { NamespaceIndex, type KernelChoice } from '../../src/server/engine/index.js';
import { bucketOf, measure, TOP_K, type Workload } from './workload.mjs';

const kernel = process.env.BENCH_SEARCH_KERNEL as KernelChoice;
const rowOf = ({ id }: { id: string }): number => Number(id);

await measure(({ dimension, bucket }: Workload) => {
  const index = new NamespaceIndex({ kernel });
  index.addVector({ name: 'v', dimension, metric: 'euclidean' });
  if (bucket !== undefined) index.addPayloadIndex({ field_name: 'bucket', type: 'integer' });
  const filter = bucket === undefined ? undefined : { bucket };
  return {
    add(first: number, values: Float32Array) {
      const documents = Array.from({ length: 1000 }, (_, row) => ({
        id: String(first + row),
        vectors: { v: values.subarray(row * dimension, (row + 1) * dimension) },
        payload: { bucket: bucketOf(first + row) },
      }));
      index.put(documents);
    },
    search: (query: Float32Array) => index.searchVector({ index: 'v', vector: query, topK: TOP_K, filter }).map(rowOf),
  };
});
