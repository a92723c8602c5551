import hnswlib from 'hnswlib-node';
import { bucketOf, measure, TOP_K } from './workload.mjs';

await measure(({ rows, dimension, bucket }) => {
  const index = new hnswlib.BruteforceSearch('l2', dimension);
  index.initIndex(rows);
  const filter = bucket === undefined ? undefined : (row) => bucketOf(row) === bucket;
  return {
    add(first, values) {
      for (let row = 0; row < 1000; row++) {
        index.addPoint(Array.from(values.subarray(row * dimension, (row + 1) * dimension)), first + row);
      }
    },
    search: (query) => index.searchKnn(Array.from(query), TOP_K, filter).neighbors.reverse(),
  };
});
