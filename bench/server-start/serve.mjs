// `mixpeek serve`, from the start of its process to the line that says where it listens, less a process that does nothing.
import { spawn, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';

const timed = async (work) => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

const bareMs = await timed(async () => spawnSync(process.execPath, ['-e', '0']));
const bin = new URL('../../bin/mixpeek.js', import.meta.url).pathname;
let child;
const serveMs = await timed(() => {
  child = spawn(process.execPath, [bin, 'serve', '--port', '0'], { stdio: ['ignore', 'inherit', 'pipe'] });
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr.on('data', (chunk) => (text += chunk).includes('Listening on') && resolve());
    child.once('exit', (code) => reject(new Error(`mixpeek serve ended with ${code}: ${text}`)));
  });
});
const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
const rssMB = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024;
child.removeAllListeners('exit');
child.kill('SIGINT');
console.log(JSON.stringify({ startMs: serveMs - bareMs, ...(Number.isNaN(rssMB) ? {} : { rssMB }) }));
