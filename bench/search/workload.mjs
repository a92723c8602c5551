import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/** What is searched. `bucketOf` gives the share of rows that the filter leaves: one bucket of a hundred. */
export const WORKLOADS = [
  { key: 'all', rows: 100_000, dimension: 768 },
  { key: 'filtered', rows: 100_000, dimension: 768, bucket: 37 },
  { key: 'large', rows: 1_000_000, dimension: 128 },
];
export const TOP_K = 10;
export const QUERIES = 20;
/** The queries whose answers were worked out beforehand, in double precision. */
export const CHECKED = 5;
const WARM_UP = 5;

export const bucketOf = (row) => (Math.imul(row + 1, 0x9e3779b1) >>> 0) % 100;
export const vectorsFile = (folder, { rows, dimension }) => `${folder}/vectors-${rows}x${dimension}.f32`;
export const queriesFile = (folder, { rows, dimension }) => `${folder}/queries-${rows}x${dimension}.f32`;
export const truthFile = (folder, { key }) => `${folder}/truth-${key}.json`;

const floats = (bytes) => new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);

/** The rows of a file, a thousand at a time, so that no contestant holds the matrix twice. */
export function* batches(folder, workload) {
  const { rows, dimension } = workload;
  const file = openSync(vectorsFile(folder, workload), 'r');
  for (let first = 0; first < rows; first += 1000) {
    const bytes = new Uint8Array(1000 * dimension * 4);
    readSync(file, bytes, 0, bytes.length, first * dimension * 4);
    yield { first, values: floats(bytes) };
  }
  closeSync(file);
}

export function queriesOf(folder, workload) {
  const values = floats(new Uint8Array(readFileSync(queriesFile(folder, workload))));
  const { dimension } = workload;
  return Array.from({ length: QUERIES }, (_, i) => values.slice(i * dimension, (i + 1) * dimension));
}

/**
 * Runs the workloads one after another and prints the figures of this contestant.
 * `open(workload)` gives `{ add(first, values), search(query), close?() }`; `search` answers with row numbers, nearest first,
 * or with nothing where there is no answer to check.
 */
export async function measure(open) {
  const folder = process.env.BENCH_SEARCH_DATA;
  const figures = {};
  for (const workload of WORKLOADS) {
    const index = await open(workload);
    const start = process.cpuUsage();
    for (const { first, values } of batches(folder, workload)) index.add(first, values);
    index.finish?.();
    const load = process.cpuUsage(start);
    figures[`${workload.key}LoadMs`] = (load.user + load.system) / 1000;

    const queries = queriesOf(folder, workload);
    for (let i = 0; i < WARM_UP; i++) index.search(queries[i]);
    const before = process.cpuUsage();
    const answers = queries.map((query) => index.search(query));
    const { user, system } = process.cpuUsage(before);
    figures[`${workload.key}Ms`] = (user + system) / 1000 / QUERIES;
    if (answers[0] !== undefined) figures[`${workload.key}Recall`] = recall(folder, workload, answers);
    index.close?.();
  }
  console.log(JSON.stringify(figures));
}

function recall(folder, workload, answers) {
  const truth = JSON.parse(readFileSync(truthFile(folder, workload), 'utf8'));
  const found = truth.map((rows, i) => rows.filter((row) => answers[i].includes(row)).length / rows.length);
  return found.reduce((sum, share) => sum + share, 0) / found.length;
}
