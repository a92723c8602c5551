// `mixpeek serve`, from the start of its process to the line that says where it listens.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

const bin = new URL('../../bin/mixpeek.js', import.meta.url).pathname;
const began = performance.now();
const child = spawn(process.execPath, [bin, 'serve', '--port', '0'], { stdio: ['ignore', 'inherit', 'pipe'] });
await new Promise((resolve, reject) => {
  let text = '';
  child.stderr.on('data', (chunk) => (text += chunk).includes('Listening on') && resolve());
  child.once('exit', (code) => reject(new Error(`mixpeek serve ended with ${code}: ${text}`)));
});
const readyMs = performance.now() - began;
const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
const rssMB = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
child.removeAllListeners('exit');
child.kill('SIGINT');
console.log(JSON.stringify({ readyMs, rssMB }));
