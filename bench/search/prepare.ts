import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stage } from '../harness/comparison.js';
import { bucketOf, CHECKED, QUERIES, queriesFile, TOP_K, truthFile, vectorsFile, WORKLOADS } from './workload.mjs';
import type { Workload } from './workload.mjs';

/** Writes vectors, queries and the right answers to files that every contestant reads. */
export async function prepare(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-search-'));
  for (const workload of WORKLOADS) {
    writeVectors(vectorsFile(folder, workload), { ...workload, seed: 1 });
    writeVectors(queriesFile(folder, workload), { ...workload, rows: QUERIES, seed: 2 });
    writeFileSync(truthFile(folder, workload), JSON.stringify(answers(folder, workload)));
  }
  return {
    env: { BENCH_SEARCH_DATA: folder },
    stop: async () => rmSync(folder, { recursive: true }),
  };
}

/** Numbers from -1 to 1, the same ones for the same seed. */
function writeVectors(path: string, { rows, dimension, seed }: Workload & { seed: number }): void {
  const file = openSync(path, 'w');
  const batch = new Float32Array(Math.min(rows, 1000) * dimension);
  let state = seed;
  for (let first = 0; first < rows; first += 1000) {
    for (let i = 0; i < batch.length; i++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      // The low bits of such a generator repeat soon; a multiplication and a shift stir them.
      batch[i] = Math.imul(state ^ (state >>> 16), 0x45d9f3b) / 2 ** 31;
    }
    writeSync(file, new Uint8Array(batch.buffer));
  }
  closeSync(file);
}

function answers(folder: string, workload: Workload): number[][] {
  const read = (path: string): Float32Array => new Float32Array(new Uint8Array(readFileSync(path)).buffer);
  const [matrix, queries] = [read(vectorsFile(folder, workload)), read(queriesFile(folder, workload))];
  return Array.from({ length: CHECKED }, (_, i) => nearest(matrix, queries.subarray(i * workload.dimension), workload));
}

function nearest(matrix: Float32Array, query: Float32Array, { rows, dimension, bucket }: Workload): number[] {
  const distances = new Float64Array(rows).fill(Infinity);
  for (let row = 0; row < rows; row++) {
    if (bucket !== undefined && bucketOf(row) !== bucket) continue;
    let sum = 0;
    for (let i = 0; i < dimension; i++) sum += ((query[i] ?? NaN) - (matrix[row * dimension + i] ?? NaN)) ** 2;
    distances[row] = sum;
  }
  const order = Array.from(distances.keys());
  return order.sort((a, b) => (distances[a] ?? NaN) - (distances[b] ?? NaN)).slice(0, TOP_K);
}
