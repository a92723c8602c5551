import { Option } from 'commander';
import { resolve } from 'node:path';
import { usageError } from '../cli-error.js';
import { collect, wholeNumber } from '../option-parsers.js';
import { DEFAULT_PORT, toStartError } from '../local.js';
import type { CommandModule } from './module.js';

interface ServeFlags {
  port?: number;
  host?: string;
  data?: string;
  lag?: number;
  tier?: 'free' | 'basic' | 'pro' | 'enterprise';
  key?: string[];
  strict?: boolean;
}

export const define: CommandModule['define'] = (command, act) => {
  command
    .description('Run the reference server: the whole API on this computer, with no account. Ctrl-C ends it.')
    .addOption(
      new Option('--port <n>', `port to listen on; 0 is any free one (default: ${DEFAULT_PORT})`).argParser(
        wholeNumber(0, 65_535),
      ),
    )
    .option('--host <address>', 'address to listen on (default: 127.0.0.1, this computer only)')
    .option('--data <directory>', 'keep the state there (default: in memory)')
    .addOption(new Option('--lag <ms>', 'how long plain reads lag behind writes').argParser(wholeNumber(0)))
    .addOption(
      new Option('--tier <tier>', 'what callers are entitled to, with its rate limit').choices([
        'free',
        'basic',
        'pro',
        'enterprise',
      ]),
    )
    .addOption(
      new Option('--key <key>', 'a key this server accepts; can be repeated (default: any)').argParser<string[]>(
        collect,
      ),
    )
    .option('--strict', 'refuse operations that only answer in the right form')
    .addHelpText('after', '\nExample:\n  mixpeek serve --data .mixpeek --port 8787\n');
  act(command, async (context) => {
    const { port = DEFAULT_PORT, host, data, lag, tier, key, strict } = context.flags as ServeFlags;
    const { createServer } = await import('../../server/index.js');
    const server = createServer({
      ...(data === undefined ? {} : { dataDir: resolve(context.cwd, data) }),
      ...(lag === undefined ? {} : { lagMs: lag }),
      ...(tier === undefined ? {} : { tier }),
      ...(key === undefined ? {} : { keys: key }),
      ...(strict ? { strict } : {}),
      log: (message) => context.io.writeError(`${message}\n`),
    });
    try {
      await server.ready().catch((error: unknown) => {
        throw toStartError(error);
      });
      const { url } = await server.listen({ port, ...(host === undefined ? {} : { host }) }).catch((error: unknown) => {
        throw usageError((error as Error).message);
      });
      context.note(
        `Listening on ${url}${data === undefined ? ', state in memory' : `, state in ${data}`}. Ctrl-C ends it.`,
      );
      context.note('Point a client at it with:');
      context.note(
        `  export MIXPEEK_BASE_URL=${url} MIXPEEK_API_KEY=${key === undefined ? 'any' : '<one of the keys>'}`,
      );
      await untilAborted(context.signal);
      context.note('Stopping.');
    } finally {
      await server.close();
    }
  });
};

/** Ending a server is what Ctrl-C is for: it is no failure. */
function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
