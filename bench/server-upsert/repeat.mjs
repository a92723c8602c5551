/** Median CPU time of a call, in milliseconds; the first runs, in which code is compiled, do not count. */
export async function medianCpuMs(call, { runs = 15, warmUp = 5 } = {}) {
  const times = [];
  for (let run = -warmUp; run < runs; run++) {
    const before = process.cpuUsage();
    await call();
    const { user, system } = process.cpuUsage(before);
    if (run >= 0) times.push((user + system) / 1000);
  }
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)];
}
