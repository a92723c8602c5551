import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buildScript } from '../harness/build-script.js';
import { SERVER_CORE } from '../harness/machine.js';
import type { SinkOptions, SinkStats } from './options.js';

export interface Sink {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  stats(): Promise<SinkStats>;
  stop(): Promise<void>;
}

/** Starts a sink in a process of its own, on the server's core. */
export async function startSink(options: SinkOptions = {}): Promise<Sink> {
  const script = await buildScript('bench/sink/server.ts');
  const server = [process.execPath, script];
  const [command, ...args] = SERVER_CORE === 'any' ? server : ['taskset', '-c', SERVER_CORE, ...server];
  const child = spawn(command ?? '', args, {
    env: { ...process.env, SINK_OPTIONS: JSON.stringify(options) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`The sink ended with ${String(code)} before it listened.`);
    }),
  ])) as [Buffer];
  const url = `http://127.0.0.1:${port.toString().trim()}`;
  return {
    url,
    async stats() {
      return (await (await fetch(`${url}/__sink/stats`)).json()) as SinkStats;
    },
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
