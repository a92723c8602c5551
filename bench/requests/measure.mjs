/**
 * Times `call` with 1, 16 and 64 in flight and prints CPU and median latency per request, in microseconds.
 * Each level is warmed first: what the compiler does for the first requests is not what a request costs.
 */
const WARM = 1500;
const TIMED = 3000;
const LEVELS = [1, 16, 64];

export async function measure(call) {
  const figures = {};
  for (const inFlight of LEVELS) {
    await run(call, WARM, inFlight);
    const before = process.cpuUsage();
    const latencies = await run(call, TIMED, inFlight);
    const { user, system } = process.cpuUsage(before);
    figures[`cpuUs${inFlight}`] = (user + system) / TIMED;
    figures[`p50Us${inFlight}`] = latencies.sort((a, b) => a - b)[TIMED / 2] * 1000;
  }
  console.log(JSON.stringify(figures));
  process.exit(0); // Kept connections would hold the process.
}

async function run(call, count, inFlight) {
  const latencies = [];
  let begun = 0;
  const worker = async () => {
    while (begun < count) {
      begun += 1;
      const started = performance.now();
      const answer = await call();
      latencies.push(performance.now() - started);
      if (answer === undefined || answer === null) throw new Error('No answer.');
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return new Float64Array(latencies);
}

export const url = process.env.SINK_URL;

/** About 100 bytes of JSON; the bare libraries send it, clients send what their method makes of about as much. */
export const body = { inputs: { query: 'red running shoes for rainy days' }, settings: { limit: 5 }, skip_cache: true };
export const headers = { 'content-type': 'application/json', authorization: 'Bearer sk_test' };
export const path = '/v1/retrievers/ret_1/execute';
