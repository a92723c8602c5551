import type { Operation } from '../../src/operation.js';
import type { Resolver } from '../../src/server/context.js';
import { createCore, type Server, type ServerParts } from '../../src/server/core.js';
import type { ServerOptions } from '../../src/server/options.js';
import { nodePlatform } from '../../src/server/platform/node.js';
import type { JobTable, ResolverTable } from '../../src/server/resolvers/table.js';
import type { DocumentSchemas } from '../../src/server/schemas.js';

export interface TinyParts {
  operations?: Operation[];
  resolve?: Readonly<Record<string, Resolver>>;
  resolvers?: ResolverTable;
  jobs?: JobTable;
  schemas?: Partial<DocumentSchemas>;
  options?: ServerOptions;
  platform?: ServerParts['platform'];
  parts?: Partial<ServerParts>;
}

/** A server of hand-made rows, on a manual clock. */
export function createTinyServer(parts: TinyParts = {}): Server {
  const { operations = [ECHO], resolve = { 'things.echo': echo }, options = {}, platform = nodePlatform } = parts;
  const entries = Object.entries(resolve).map(([id, each]) => [id, { fidelity: 'exact', resolve: each }] as const);
  return createCore(
    { clock: 'manual', seed: 1, ...options },
    {
      platform,
      operations,
      schemas: { components: {}, operations: {}, ...parts.schemas },
      resolvers: parts.resolvers ?? Object.fromEntries(entries),
      jobs: parts.jobs ?? {},
      version: 'test',
      ...parts.parts,
    },
  );
}

export const ECHO: Operation = {
  id: 'things.echo',
  http: 'POST',
  path: '/things',
  body: { kind: 'json' },
  retry: 'unsafe',
};

/** Answers with what the resolver got. */
export const echo: Resolver = ({ path, query, body, caller }) => ({ body: { path, query, body, tier: caller.tier } });

export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

export interface Sending {
  method?: string;
  headers?: Record<string, string>;
  json?: unknown;
  body?: BodyInit;
}

/** Sends one request with a key and reads the answer as JSON. */
export async function send(server: Pick<Server, 'fetch'>, path: string, sending: Sending = {}): Promise<Answer> {
  const { json, headers = {} } = sending;
  const body = json === undefined ? sending.body : JSON.stringify(json);
  const response = await server.fetch(path, {
    method: sending.method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      authorization: 'Bearer sk_test',
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body, duplex: 'half' }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

/** The `error` of an answer. */
export function errorOf({ body }: Answer): Record<string, unknown> {
  const error = (body as { error?: Record<string, unknown> } | undefined)?.error;
  if (error === undefined) throw new Error(`The answer is no error: ${JSON.stringify(body)}`);
  return error;
}
