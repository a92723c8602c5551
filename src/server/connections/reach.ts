import type { JsonObject, JsonValue } from '../../internal/json.js';
import type { Services } from '../context.js';
import { isJsonObject, textOf } from '../json-object.js';
import { badRequest, Problem } from '../problem.js';
import type { ConnectionRecord } from '../records.js';

type Connection = Pick<ConnectionRecord, 'provider_type' | 'provider_config'>;

/** Providers that this server speaks to, where it may reach them. */
const REACHED: ReadonlySet<string> = new Set(['rss', 'http_api']);

export const isReached = ({ provider_type: provider }: Pick<Connection, 'provider_type'>): boolean =>
  REACHED.has(provider);

export const notReached = ({ provider_type: provider }: Pick<Connection, 'provider_type'>): string =>
  `This server does not reach ${provider}; of all providers it reads rss and http_api alone.`;

export interface Reach {
  readonly services: Services;
  readonly signal?: AbortSignal;
}

/**
 * Asks an RSS or HTTP connection for an address, with its headers and limits. Not for use inside a transaction.
 *
 * @throws Problem that says why nothing came
 */
export async function askConnection(connection: Connection, path: string, { services, signal }: Reach) {
  const config = connection.provider_config;
  const timeout = config['request_timeout'];
  const url = addressOf(connection, path);
  try {
    const answer = await services.outbound(url, {
      headers: headersOf(config),
      timeoutMs: (typeof timeout === 'number' ? timeout : 30) * 1000,
      ...(signal === undefined ? {} : { signal }),
    });
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw badRequest('source_refused', `${url} answered ${answer.status}.`, { url, status: answer.status });
  } catch (error) {
    if (error instanceof Problem || signal?.aborted === true) throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw badRequest('source_unreachable', `${url} could not be reached: ${reason}.`, { url });
  }
}

/** `source_path` itself for feeds; below `base_url` for an API. */
function addressOf({ provider_type: provider, provider_config: config }: Connection, path: string): string {
  if (provider !== 'http_api') return path;
  const base = textOf(config, 'base_url');
  const address = `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
  // A path is not to lead to another host, whose owner would be sent the credentials.
  if (URL.canParse(base) && URL.canParse(address) && new URL(address).origin === new URL(base).origin) return address;
  throw badRequest('invalid_address', `"${path}" is no path below ${base}.`, { base_url: base, path });
}

function headersOf({ credentials, user_agent: agent }: JsonObject): Record<string, string> {
  const own: JsonValue | undefined = isJsonObject(credentials) ? credentials['headers'] : undefined;
  const texts = Object.entries(isJsonObject(own) ? own : {}).filter((entry): entry is [string, string] => {
    return typeof entry[1] === 'string';
  });
  return { ...(typeof agent === 'string' ? { 'user-agent': agent } : {}), ...Object.fromEntries(texts) };
}

export interface Trial {
  readonly success: boolean;
  readonly message: string;
  readonly details: JsonObject;
}

/** Tries what can be tried: an HTTP API is asked for its base address; a feed has no address before a sync names one. */
export async function tryConnection(connection: Connection, reach: Reach): Promise<Trial> {
  const { provider_type: provider } = connection;
  if (!isReached(connection)) {
    return { success: false, message: notReached(connection), details: { provider_type: provider, tried: false } };
  }
  if (provider === 'rss') {
    const message = 'The settings are complete. Each sync names the feed that it asks for.';
    return { success: true, message, details: { provider_type: provider, tried: false } };
  }
  try {
    const { status, url } = await askConnection(connection, '', reach);
    return {
      success: true,
      message: `Connected to ${url}.`,
      details: { provider_type: provider, tried: true, status },
    };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { success: false, message: error.message, details: { provider_type: provider, tried: true } };
  }
}
