const REQUESTS = 4000;

/** What one request through msw costs, its answer read. */
export async function perRequest(call) {
  for (let i = 0; i < REQUESTS / 2; i++) await (await call()).text();
  const latencies = new Float64Array(REQUESTS);
  const before = process.cpuUsage();
  for (let i = 0; i < REQUESTS; i++) {
    const start = performance.now();
    await (await call()).text();
    latencies[i] = (performance.now() - start) * 1000;
  }
  const { user, system } = process.cpuUsage(before);
  return { cpuUs: (user + system) / REQUESTS, p50Us: latencies.sort()[REQUESTS / 2] };
}
