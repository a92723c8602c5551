import { COUNT } from './documents.mjs';

const SAMPLE_MS = 100;
const MB = 1e6;

/** Runs `work` and prints its figures. `work` returns what else is to be printed. */
export async function measure(work) {
  const rss = [];
  const sampler = setInterval(() => rss.push(process.memoryUsage.rss()), SAMPLE_MS);
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const more = await work();
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  clearInterval(sampler);
  console.log(
    JSON.stringify({
      docsPerSecond: COUNT / seconds,
      cpuUsPerDocument: (user + system) / COUNT,
      growthMB: growth(rss),
      ...more,
    }),
  );
}

/** The highest resident set of the last half of a run, less that of the quarter before: what a longer run would add. */
function growth(rss) {
  const highest = (from, to) => Math.max(...rss.slice(Math.floor(rss.length * from), Math.ceil(rss.length * to)));
  return rss.length < 8 ? 0 : (highest(0.5, 1) - highest(0.25, 0.5)) / MB;
}

/** Runs `work` at several widths, each over all documents, and reports the quickest: the ceiling. */
export async function best(widths, work) {
  const results = [];
  for (const width of widths) {
    const cpu = process.cpuUsage();
    const startedAt = performance.now();
    await work(width);
    const seconds = (performance.now() - startedAt) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    results.push({ docsPerSecond: COUNT / seconds, cpuUsPerDocument: (user + system) / COUNT, window: width });
  }
  return results.reduce((one, other) => (other.docsPerSecond > one.docsPerSecond ? other : one));
}

/** `width` workers, each sending the next batch when its last was answered. */
export async function inTurn(width, batches, send) {
  let next = 0;
  const worker = async () => {
    while (next < batches) await send(next++);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
