import type { Mixpeek } from '../client.js';
import type { ClientOptions } from '../options.js';
import { createColors, wantsColor } from './color.js';
import type { Colors } from './color.js';
import type { Environment } from './config-file.js';
import type { GlobalFlags, OutputFormat } from './global-flags.js';
import type { InputSource } from './input.js';
import type { Io } from './io.js';
import { LOCAL_BASE_URL, localDataDir, startLocalServer } from './local.js';
import type { LocalServer } from './local.js';
import { parseFields } from './output/fields.js';
import { outputOf, readSettings, requireProfile } from './settings.js';
import type { Settings } from './settings.js';
import { createTokenStore, tokenPath } from './token-store.js';
import type { TokenStore } from './token-store.js';

/** What a run is given: the world outside. */
export interface Surroundings {
  readonly io: Io;
  readonly env: Environment;
  readonly cwd: string;
  /** Sends every request, in place of the network. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Ends the command: Ctrl-C. */
  readonly signal: AbortSignal;
}

/** What a command gets. Nothing is read or opened before it is asked for. */
export interface Context extends Surroundings {
  readonly flags: GlobalFlags & Readonly<Record<string, unknown>>;
  readonly settings: Settings;
  readonly output: Exclude<OutputFormat, 'auto'>;
  readonly fields: readonly string[] | undefined;
  readonly query: string | undefined;
  readonly input: InputSource;
  /** The namespace of flag, environment or profile. */
  readonly namespace: string | undefined;
  /** Colours for stdout. */
  colors(): Promise<Colors>;
  /** A line for a person on stderr; nothing with `--quiet`. */
  note(line: string): void;
  client(): Promise<Mixpeek>;
  /** A client whose requests go to `fetch`, once each; it needs no key. */
  previewClient(fetch: typeof globalThis.fetch): Promise<Mixpeek>;
  close(): Promise<void>;
}

/** Stands where a key would: nothing is sent with it. */
const NO_KEY = 'no-key';

export function createContext(flags: Context['flags'], surroundings: Surroundings): Context {
  const { io, env, cwd } = surroundings;
  const settings = readSettings(flags, env);
  const format = outputOf(settings);
  let opened: Opened | undefined;
  const namespace = settings.values.namespace.value;
  return {
    ...surroundings,
    flags,
    settings,
    output: format === 'auto' ? (io.stdoutIsTty ? 'table' : 'json') : format,
    fields: parseFields(flags.fields),
    query: flags.query,
    input: { io, cwd },
    namespace,
    colors: () => createColors(wantsColor(flags.color, env, io.stdoutIsTty)),
    note: (line) => {
      if (!flags.quiet) io.writeError(`${line}\n`);
    },
    client: async () => {
      opened ??= await openClient(settings, { flags, surroundings });
      return opened.client;
    },
    previewClient: async (fetch) => {
      requireProfile(settings, flags);
      const { Mixpeek } = await import('../client.js');
      const baseUrl = settings.isLocal ? LOCAL_BASE_URL : settings.values.base_url.value;
      return new Mixpeek({
        ...clientOptions(settings, flags),
        ...(baseUrl ? { baseUrl } : {}),
        apiKey: NO_KEY,
        maxRetries: 0,
        fetch,
      });
    },
    close: async () => {
      if (opened !== undefined) await opened.tokens.save(opened.client);
      await opened?.client.close();
      // What a command started here goes on nowhere else.
      if (!surroundings.signal.aborted) await opened?.server?.settle();
      await opened?.server?.close();
    },
  };
}

/** Asked for a key only by operations that need one: public ones run without. */
async function refuseWithoutKey(): Promise<never> {
  const { ConfigError } = await import('../errors.js');
  throw new ConfigError('There is no API key.', {
    option: 'apiKey',
    hint: 'Run `mixpeek login` or set MIXPEEK_API_KEY. With --local none is needed.',
  });
}

interface Opened {
  client: Mixpeek;
  server: LocalServer | undefined;
  tokens: TokenStore;
}

async function openClient(
  settings: Settings,
  { flags, surroundings }: { flags: GlobalFlags; surroundings: Surroundings },
): Promise<Opened> {
  requireProfile(settings, flags);
  const { env, cwd, io, fetch } = surroundings;
  const debug = flags.debug ? { debug: (line: string) => io.writeError(`${line}\n`) } : {};
  const common = { ...clientOptions(settings, flags), ...debug };
  if (settings.isLocal && fetch === undefined) {
    const server = await startLocalServer(localDataDir(env, cwd));
    const { Mixpeek } = await import('../client.js');
    const client = new Mixpeek({ ...common, apiKey: 'local', baseUrl: LOCAL_BASE_URL, fetch: server.fetch });
    return withTokens({ client, server, service: localDataDir(env, cwd) }, env);
  }
  const apiKey = settings.values.api_key.value ?? (settings.isLocal ? 'local' : refuseWithoutKey);
  const baseUrl = settings.isLocal ? LOCAL_BASE_URL : settings.values.base_url.value;
  const { createCommandClient } = await import('../command-client.js');
  const client = createCommandClient({
    ...common,
    apiKey,
    ...(baseUrl ? { baseUrl } : {}),
    ...(fetch ? { fetch } : {}),
  });
  return withTokens({ client, server: undefined, service: baseUrl ?? 'default' }, env);
}

function withTokens({ service, ...made }: Omit<Opened, 'tokens'> & { service: string }, env: Environment): Opened {
  const tokens = createTokenStore(tokenPath(env), service);
  tokens.load(made.client);
  return { ...made, tokens };
}

function clientOptions({ values }: Settings, { timeout, retries }: GlobalFlags): ClientOptions {
  return {
    ...(values.namespace.value === undefined ? {} : { namespace: values.namespace.value }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout * 1000 }),
    ...(retries === undefined ? {} : { maxRetries: retries }),
  };
}
