const REQUESTS = 20_000;

/** What one call of a `fetch` costs, its answer not read. */
export async function inProcess(call) {
  for (let i = 0; i < REQUESTS / 2; i++) await call();
  const before = process.cpuUsage();
  for (let i = 0; i < REQUESTS; i++) await call();
  const { user, system } = process.cpuUsage(before);
  return { cpuUs: (user + system) / REQUESTS };
}
