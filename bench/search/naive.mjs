import { bucketOf, measure, TOP_K } from './workload.mjs';

/** The loop that one writes first: a Float32Array, one row after the other, and a sorted list of the best. */
await measure(({ rows, dimension, bucket }) => {
  const matrix = new Float32Array(rows * dimension);
  const buckets = Uint8Array.from({ length: rows }, (_, row) => bucketOf(row));
  return {
    add: (first, values) => matrix.set(values, first * dimension),
    search(query) {
      const best = [];
      for (let row = 0; row < rows; row++) {
        if (bucket !== undefined && buckets[row] !== bucket) continue;
        let sum = 0;
        for (let i = 0, at = row * dimension; i < dimension; i++, at++) {
          const difference = query[i] - matrix[at];
          sum += difference * difference;
        }
        if (best.length === TOP_K && sum >= best[TOP_K - 1].sum) continue;
        best.push({ row, sum });
        best.sort((a, b) => a.sum - b.sum);
        best.length = Math.min(best.length, TOP_K);
      }
      return best.map((one) => one.row);
    },
  };
});
