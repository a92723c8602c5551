import type { WebhookEvent } from './events.js';
import { matchesSecret } from './equal-secrets.js';
import { readJsonBody, type WebhookBody } from './read-body.js';
import { createMemoryStore, type SeenStore } from './seen-store.js';
import { WebhookError } from './webhook-error.js';

export interface WebhookReceiverOptions {
  /** What the webhook sends in its header: the secret, or several while one replaces another. Each has 8 characters or more. */
  secret: string | readonly string[];
  /** The header that holds it, as in the webhook's `headers`. Default `X-Mixpeek-Secret`. */
  secretHeader?: string;
  /** Remembers which events were received. Default: in memory, for a day; several processes need one that they share. */
  seen?: SeenStore;
  /** Largest body, in bytes. Default 1,048,576 (1 MiB). */
  maxBodyBytes?: number;
}

/** A request, or its headers and body, as frameworks have them. */
export type WebhookDelivery =
  Pick<Request, 'headers' | 'body'> | { readonly headers: WebhookHeaders; readonly body: WebhookBody };

export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** Handles an event. What it throws is answered with a 500, so that the event is delivered again. */
export type HandleWebhookEvent = (event: WebhookEvent) => void | Promise<void>;

export interface WebhookReceiver {
  /**
   * Checks a delivery, and gives its event; `undefined` for an event that was received before.
   *
   * @throws {WebhookError} for a wrong secret, a body that is too large, or none of an event; `status` is the answer's
   * @example
   * const event = await receiver.receive(request);
   */
  receive(delivery: WebhookDelivery): Promise<WebhookEvent | undefined>;
  /**
   * A handler of fetch requests: 204 when the event was handled, or was before; 401, 413 and 400 for what is refused; 500 when
   * `handle` throws, and the event counts as new again.
   *
   * @example
   * export const POST = receiver.fetch(async (event) => console.log(event.event_type));
   */
  fetch(handle: HandleWebhookEvent): (request: Request) => Promise<Response>;
  /**
   * The same for `(req, res)`: Node's HTTP server, Express and their like. A body that was parsed before is taken from `req.body`.
   *
   * @example
   * http.createServer(receiver.node(async (event) => console.log(event.event_type))).listen(8080);
   */
  node(handle: HandleWebhookEvent): (request: NodeRequest, response: NodeResponse) => Promise<void>;
}

/** What is used of a request of Node's HTTP server. */
export interface NodeRequest extends AsyncIterable<Uint8Array> {
  readonly method?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Set by body parsers. */
  readonly body?: unknown;
}

/** What is used of a response of Node's HTTP server. */
export interface NodeResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(text?: string): unknown;
}

const DEFAULT_HEADER = 'X-Mixpeek-Secret';
const DEFAULT_MAX_BYTES = 1024 ** 2;
const SHORTEST_SECRET = 8;

/**
 * Receives the deliveries of webhooks: checks their secret in constant time, types their events, and drops repeats.
 *
 * @throws {TypeError} without a secret that can be told from none
 * @example
 * const receiver = createWebhookReceiver({ secret: process.env.WEBHOOK_SECRET ?? '' });
 * export const POST = receiver.fetch(async (event) => {
 *   if (isKnownEvent(event) && event.event_type === 'alert.triggered') await page(event.metadata.match_count);
 * });
 */
export function createWebhookReceiver(options: WebhookReceiverOptions): WebhookReceiver {
  const { secretHeader = DEFAULT_HEADER, maxBodyBytes = DEFAULT_MAX_BYTES, seen = createMemoryStore() } = options;
  const secrets = readSecrets(options.secret);

  const receive = async ({ headers, body }: WebhookDelivery): Promise<WebhookEvent | undefined> => {
    // Before anything is read: a stranger's body is not worth the memory.
    const given = headerOf(headers, secretHeader);
    if (given === undefined || !matchesSecret(given, secrets)) {
      throw new WebhookError('wrong_secret', `The header ${secretHeader} does not hold the secret.`);
    }
    if (Number(headerOf(headers, 'content-length') ?? 0) > maxBodyBytes) {
      throw new WebhookError('too_large', `The body is over ${maxBodyBytes} bytes.`);
    }
    const event = toEvent(await readJsonBody(body, maxBodyBytes));
    return (await seen.add(event.event_id)) ? event : undefined;
  };

  const answer = async (delivery: WebhookDelivery, handle: HandleWebhookEvent): Promise<Answer> => {
    let event: WebhookEvent | undefined;
    try {
      event = await receive(delivery);
    } catch (error) {
      if (error instanceof WebhookError) return { status: error.status, message: error.message };
      return { status: 500, message: 'The delivery could not be received.' };
    }
    if (event === undefined) return { status: 204 };
    try {
      await handle(event);
      return { status: 204 };
    } catch {
      await seen.remove(event.event_id);
      return { status: 500, message: 'The event could not be handled.' };
    }
  };

  return {
    receive,
    fetch: (handle) => async (request) => {
      const { status, message } = request.method === 'POST' ? await answer(request, handle) : NOT_ALLOWED;
      if (message === undefined) return new Response(null, { status });
      return new Response(JSON.stringify({ error: { message } }), { status, headers: headersFor(status) });
    },
    node: (handle) => async (request, response) => {
      const body = (request.body ?? request) as WebhookBody;
      const isPost = request.method === undefined || request.method === 'POST';
      const { status, message } = isPost ? await answer({ headers: request.headers, body }, handle) : NOT_ALLOWED;
      response.statusCode = status;
      if (message === undefined) {
        response.end();
        return;
      }
      for (const [name, value] of Object.entries(headersFor(status))) response.setHeader(name, value);
      response.end(JSON.stringify({ error: { message } }));
    },
  };
}

interface Answer {
  readonly status: number;
  readonly message?: string;
}

const NOT_ALLOWED: Answer = { status: 405, message: 'Deliveries come by POST.' };

function headersFor(status: number): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    ...(status === 405 ? { Allow: 'POST' } : {}),
    // What was not read of a body that is too large must not be taken for the next request.
    ...(status === 413 ? { Connection: 'close' } : {}),
  };
}

function readSecrets(secret: string | readonly string[]): Uint8Array[] {
  const secrets = typeof secret === 'string' ? [secret] : [...secret];
  const weak = secrets.findIndex((one) => typeof one !== 'string' || one.length < SHORTEST_SECRET);
  if (secrets.length > 0 && weak < 0) return secrets.map((one) => new TextEncoder().encode(one));
  const which =
    secrets.length === 0
      ? 'The list of secrets is empty'
      : `Secret ${weak + 1} has under ${SHORTEST_SECRET} characters`;
  throw new TypeError(`${which}. Pass what the webhook sends in its header as \`secret\`: 32 random characters, say.`);
}

/** One value of a header, whatever its case. Several values are no secret. */
function headerOf(headers: WebhookHeaders, name: string): string | undefined {
  if (typeof (headers as Headers).get === 'function') return (headers as Headers).get(name) ?? undefined;
  const wanted = name.toLowerCase();
  const entry = Object.entries(headers).find(([key]) => key.toLowerCase() === wanted);
  const value: unknown = entry?.[1];
  return typeof value === 'string' ? value : undefined;
}

function toEvent(value: unknown): WebhookEvent {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { event_id: id, event_type: type } = value as Record<string, unknown>;
    if (typeof id === 'string' && id !== '' && typeof type === 'string' && type !== '') return value as WebhookEvent;
  }
  throw new WebhookError(
    'invalid_body',
    'The body is not an event: event_id and event_type are missing. A webhook with a payload_template has to keep both.',
  );
}
