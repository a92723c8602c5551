import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Comparison, Target } from '../harness/comparison.js';
import { SERVER_CORE } from '../harness/machine.js';
import { ROOT } from '../harness/paths.js';

const BARE = 'node, an empty file';
const LIMITS = {
  'mixpeek --version': 1.12,
  'mixpeek --help': 1.2,
  'mixpeek namespaces documents upsert --help': 1.2,
  'mixpeek namespaces list': 1.5,
} as const;

const commands = Object.keys(LIMITS);

export const comparison: Comparison = {
  name: 'cli',
  title: 'The command, cold',
  about:
    'A fresh process per command line. The limit is Node with an empty CommonJS file. `mixpeek namespaces list` asks a reference server on the other core and prints its answer.',
  rounds: 15,
  measures: [
    { key: 'cpuMs', label: 'CPU', unit: 'ms', better: 'lower', chart: true },
    { key: 'wallMs', label: 'wall', unit: 'ms', better: 'lower' },
    { key: 'peakRssMB', label: 'peak memory', unit: 'MB', better: 'lower' },
  ],
  contestants: [
    { name: BARE, command: ['node', 'bench/cli/empty.cjs'] },
    ...commands.map((name) => ({
      name,
      ours: true as const,
      command: ['node', 'bin/mixpeek.js', ...name.split(' ').slice(1)],
    })),
  ],
  baseline: BARE,
  targets: Object.entries(LIMITS).map(([name, atMost]): Target => ({
    contestant: name,
    measure: 'cpuMs',
    against: BARE,
    atMost,
    says: `\`${name}\`: at most ${atMost} times bare Node`,
  })),
  async setup() {
    // No configuration of the user's, so that every run starts alike.
    const home = await mkdtemp(join(tmpdir(), 'mixpeek-bench-'));
    const server = await startServer();
    return {
      env: { MIXPEEK_BASE_URL: server.url, MIXPEEK_API_KEY: 'sk_test', HOME: home, XDG_CONFIG_HOME: home },
      async stop() {
        await server.stop();
        await rm(home, { recursive: true });
      },
    };
  },
};

async function startServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const serve = [process.execPath, 'bin/mixpeek.js', 'serve', '--port', '0'];
  const [command, ...args] = SERVER_CORE === 'any' ? serve : ['taskset', '-c', SERVER_CORE, ...serve];
  const child = spawn(command ?? '', args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => reject(new Error(`mixpeek serve ended before it listened: ${output}`)));
  });
  return {
    url,
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
