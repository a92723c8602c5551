import { fork } from 'node:child_process';

const LOAD = new URL('load.mjs', import.meta.url);

/** What one request costs this process, which serves on `port`; the load comes from another process. */
async function measure(port, { head, connections, requests, warmUp }) {
  const core = process.env.BENCH_LOAD_CORE ?? 'any';
  const elsewhere = core === 'any' ? {} : { execPath: 'taskset', execArgv: ['-c', core, process.execPath] };
  const load = fork(LOAD, [JSON.stringify({ port, head, connections, requests, warmUp })], elsewhere);
  const exited = new Promise((resolve, reject) => {
    load.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The load generator ended with ${code}.`))));
  });
  const result = new Promise((resolve) => {
    let before;
    load.on('message', (message) => {
      if (message === 'start') {
        before = process.cpuUsage();
        load.send('go');
        return;
      }
      const { user, system } = process.cpuUsage(before);
      resolve({ ...message, cpuUs: (user + system) / requests, userUs: user / requests });
    });
  });
  await exited;
  return result;
}

/** One connection, then 16. */
export async function underLoad(port, head) {
  const alone = await measure(port, { head, connections: 1, requests: 8000, warmUp: 4000 });
  const many = await measure(port, { head, connections: 16, requests: 24_000, warmUp: 4000 });
  return {
    cpuUs: alone.cpuUs,
    userUs: alone.userUs,
    p50Us: alone.p50 * 1000,
    p99Us: alone.p99 * 1000,
    cpu16Us: many.cpuUs,
    user16Us: many.userUs,
    p50of16Us: many.p50 * 1000,
    perSecond16: 24_000 / many.seconds,
  };
}
