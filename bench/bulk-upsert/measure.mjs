import { COUNT } from './documents.mjs';

const WARM = 3;
const TIMED = 7;

/** Sends all documents several times and prints documents per second, CPU per batch and the highest resident set until then. */
export async function measure(send) {
  for (let batch = 0; batch < WARM; batch += 1) await send();
  const times = [];
  const before = process.cpuUsage();
  for (let batch = 0; batch < TIMED; batch += 1) {
    const started = performance.now();
    await send();
    times.push(performance.now() - started);
  }
  const { user, system } = process.cpuUsage(before);
  // Not the harness's figure for the whole process: undici's WebAssembly adds some 30 MB while the process ends.
  const peakMB = (process.resourceUsage().maxRSS * 1024) / 1e6;
  const middle = times.sort((a, b) => a - b)[(TIMED - 1) / 2];
  console.log(
    JSON.stringify({
      docsPerS: (COUNT / middle) * 1000,
      batchMs: middle,
      batchCpuMs: (user + system) / 1000 / TIMED,
      peakMB,
    }),
  );
  process.exit(0); // Kept connections would hold the process.
}

export const url = process.env.SINK_URL;
export const path = '/v1/namespaces/ns/documents/upsert';
export const headers = { 'content-type': 'application/json', authorization: 'Bearer sk_test' };
