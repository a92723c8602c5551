import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { namespaceRecord } from './namespace-record.js';

import type { Operation } from '../../src/operation.js';
import { textOf } from '../../src/server/json-object.js';
import { Problem } from '../../src/server/problem.js';
import type { NamespaceRecord } from '../../src/server/records.js';
import { createTinyServer, echo, ECHO, errorOf, send } from './tiny-server.js';

const namespace = (id: string, name = id): NamespaceRecord => namespaceRecord({ id, namespace_name: name });

const CREATE: Operation = {
  id: 'namespaces.create',
  http: 'POST',
  path: '/namespaces',
  body: { kind: 'json' },
  retry: 'unsafe',
};
const READ: Operation = {
  id: 'documents.count',
  http: 'GET',
  path: '/count',
  namespace: { in: 'header' },
  retry: 'safe',
  consistency: 'reads',
};
const PATH_READ: Operation = {
  ...READ,
  id: 'namespaces.count',
  path: '/namespaces/{namespace_id}/count',
  namespace: { in: 'both' },
};
const WRITE: Operation = { ...CREATE, id: 'documents.write', path: '/write', namespace: { in: 'header' } };

function setup(options = {}) {
  const server = createTinyServer({
    operations: [CREATE, READ, PATH_READ, WRITE],
    options,
    resolve: {
      'namespaces.create'({ body, tx }) {
        tx.put('namespaces', namespace(textOf(body, 'id'), textOf(body, 'name') || textOf(body, 'id')));
        return { body: {} };
      },
      'documents.count': ({ state, namespace: { id }, view }) => ({
        body: { id, count: state.documents(id).view(view).size },
      }),
      'namespaces.count': ({ namespace: { id } }) => ({ body: { id } }),
      'documents.write'({ body, tx, namespace: { id }, services }) {
        const now = new Date(services.clock.now()).toISOString();
        const document = { id: textOf(body, 'id'), vectors: {}, payload: {}, created_at: now, updated_at: now };
        tx.putDocuments(id, [document]);
        if (body['fail'] === true) throw new Error('broken');
        return { body: { write_token: services.issueWriteToken(id) } };
      },
    },
  });
  return server;
}

test('every answer has a request id, refusals too', async () => {
  const server = createTinyServer();
  const answers = [await send(server, '/things', { json: {} }), await send(server, '/nowhere')];
  for (const { headers } of answers) expect(headers.get('x-request-id')).toMatch(/^req_[0-9a-z]{12}$/);
});

test('an unknown path is a 404 that lists method and path, a wrong method a 405 that lists the right ones', async () => {
  const server = createTinyServer();
  expect(errorOf(await send(server, '/nowhere'))['message']).toContain('GET /nowhere');
  const wrong = await send(server, '/things', { method: 'DELETE' });
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
});

test('a request without a key, or with another than the listed ones, is a 401 that repeats no key', async () => {
  const server = createTinyServer({ options: { keys: ['sk_good', { key: 'sk_free', tier: 'free' }] } });
  const call = (authorization: string) => send(server, '/things', { json: {}, headers: { authorization } });
  expect(await call('Bearer sk_good')).toMatchObject({ status: 200, body: { tier: 'enterprise' } });
  expect(await call('bearer sk_free')).toMatchObject({ status: 200, body: { tier: 'free' } });
  for (const header of ['', 'Basic abc', 'Bearer sk_bad']) {
    const refused = await call(header);
    expect(refused.status).toBe(401);
    expect(JSON.stringify(refused.body)).not.toMatch(/sk_bad|abc/);
  }
});

test('malformed JSON is a 400 with its position, a wrong type a 415', async () => {
  const server = createTinyServer();
  const headers = { 'content-type': 'application/json' };
  expect(errorOf(await send(server, '/things', { body: '{"a":}', headers }))).toMatchObject({
    code: 'malformed_json',
    details: { position: 5 },
  });
  expect(await send(server, '/things', { body: 'a=1', headers: { 'content-type': 'text/plain' } })).toMatchObject({
    status: 415,
  });
});

test('a body that is nested too deeply is a 400', async () => {
  const schemas = {
    components: { Node: { type: 'array', items: { $ref: 'Node' } } },
    operations: { 'things.echo': { status: 200, body: { properties: { a: { $ref: 'Node' } } } } },
  };
  const server = createTinyServer({ schemas });
  const headers = { 'content-type': 'application/json' };
  const body = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  expect(errorOf(await send(server, '/things', { body, headers }))).toMatchObject({ code: 'too_deep' });
});

test('a gzip body is read, and a broken one refused', async () => {
  const server = createTinyServer();
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  expect((await send(server, '/things', { body: gzipSync('{"a":1}'), headers })).body).toMatchObject({
    body: { a: 1 },
  });
  expect(errorOf(await send(server, '/things', { body: 'no gzip', headers }))).toMatchObject({ code: 'invalid_gzip' });
});

test('a body over the limit is a 413, counted after decompression', async () => {
  const server = createTinyServer({ options: { maxBodyBytes: 100 } });
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  const body = gzipSync(JSON.stringify({ a: ' '.repeat(1000) }));
  expect(await send(server, '/things', { body, headers })).toMatchObject({ status: 413 });
});

test('violations are a 422 with locations, and defaults reach the resolver', async () => {
  const body = {
    type: 'object',
    required: ['n'],
    properties: { n: { type: 'integer' }, size: { type: 'integer', default: 5 } },
  };
  const operation: Operation = { ...ECHO, query: [{ name: 'limit' }] };
  const server = createTinyServer({
    operations: [operation],
    schemas: {
      operations: {
        'things.echo': { status: 201, body, query: { limit: { type: 'integer', default: 10, maximum: 50 } } },
      },
    },
  });
  expect(await send(server, '/things?x=1', { json: { n: 1, other: true } })).toMatchObject({
    status: 201,
    body: { query: { limit: 10 }, body: { n: 1, size: 5, other: true } },
  });
  expect(errorOf(await send(server, '/things?limit=51', { json: {} }))).toMatchObject({
    type: 'ValidationError',
    details: {
      validation_errors: [
        { type: 'less_than_equal', location: ['query', 'limit'] },
        { type: 'missing', location: ['body', 'n'] },
      ],
    },
  });
});

test('a namespace is found by id or name, in header or query, and the path wins', async () => {
  const server = setup();
  await send(server, '/namespaces', { json: { id: 'ns_1', name: 'first' } });
  await send(server, '/namespaces', { json: { id: 'ns_2', name: 'second' } });
  const idOf = async (path: string, headers = {}) => (await send(server, path, { headers })).body;
  expect(await idOf('/count', { 'x-namespace': 'first' })).toMatchObject({ id: 'ns_1' });
  expect(await idOf('/count?namespace=ns_2')).toMatchObject({ id: 'ns_2' });
  expect(await idOf('/namespaces/second/count', { 'x-namespace': 'first' })).toMatchObject({ id: 'ns_2' });
  expect(errorOf(await send(server, '/count'))).toMatchObject({ code: 'namespace_required' });
  expect(await send(server, '/count?namespace=third')).toMatchObject({ status: 404 });
});

test('with a lag, a plain read sees a write later, and one with its token at once', async () => {
  const server = setup({ lagMs: 1000 });
  for (const id of ['a', 'b']) await send(server, '/namespaces', { json: { id } });
  const { body } = await send(server, '/write', { json: { id: 'd' }, headers: { 'x-namespace': 'a' } });
  const { write_token: token } = body as { write_token: string };
  const read = (headers = {}) => send(server, '/count', { headers: { 'x-namespace': 'a', ...headers } });
  expect((await read()).body).toMatchObject({ count: 0 });
  expect((await read({ 'x-write-token': token })).body).toMatchObject({ count: 1 });
  for (const wrong of ['nonsense', `${token}0`, token.replace(/^wt_./, 'wt_A')]) {
    expect(errorOf(await read({ 'x-write-token': wrong }))).toMatchObject({ code: 'invalid_write_token' });
  }
  expect(errorOf(await read({ 'x-namespace': 'b', 'x-write-token': token }))['message']).toContain(
    'belongs to the namespace "a"',
  );
  server.clock.advance(1000);
  expect((await read()).body).toMatchObject({ count: 1 });
});

test('a resolver that throws changes nothing, and is a 500 whose stack is logged', async () => {
  const logged: string[] = [];
  const server = setup({ log: (message: string) => logged.push(message) });
  await send(server, '/namespaces', { json: { id: 'a' } });
  const failed = await send(server, '/write', { json: { id: 'd', fail: true }, headers: { 'x-namespace': 'a' } });
  expect(failed.status).toBe(500);
  expect(logged[0]).toContain('Error: broken\n    at');
  expect((await send(server, '/count?namespace=a')).body).toMatchObject({ count: 0 });
});

test('what a resolver staged but cannot be applied is not stored either', async () => {
  const server = createTinyServer({
    options: { log: () => undefined },
    resolve: {
      'things.echo'({ tx }) {
        const times = { created_at: '', updated_at: '' };
        tx.put('namespaces', { ...namespace('a'), vector_configs: [{ name: 'v', dimension: 2, metric: 'dot' }] });
        tx.putDocuments('a', [{ id: 'd', vectors: { v: Float32Array.of(1) }, payload: {}, ...times }]);
        return { body: {} };
      },
    },
  });
  expect(errorOf(await send(server, '/things', { json: {} }))).toMatchObject({ code: 'vector_dimension_mismatch' });
});

test('writers take turns, and readers do not wait for them', async () => {
  const order: string[] = [];
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const server = createTinyServer({
    operations: [ECHO, { id: 'things.read', http: 'GET', path: '/things', retry: 'safe' }],
    resolve: {
      async 'things.echo'({ body }) {
        order.push(`${Number(body['n'])} in`);
        if (body['n'] === 1) await held;
        order.push(`${Number(body['n'])} out`);
        return { body: {} };
      },
      'things.read': () => ({ body: {} }),
    },
  });
  const writes = [send(server, '/things', { json: { n: 1 } }), send(server, '/things', { json: { n: 2 } })];
  await send(server, '/things');
  release();
  await Promise.all(writes);
  expect(order).toEqual(['1 in', '1 out', '2 in', '2 out']);
});

test('jobs run before the request that finds them due, in the order of their times, also those they schedule', async () => {
  const ran: string[] = [];
  const server = createTinyServer({
    options: { log: (message: string) => ran.push(message.split('\n')[0] ?? '') },
    jobs: {
      note({ payload }, { tx, services }) {
        ran.push(textOf(payload, 'name'));
        if (payload['name'] === 'b') tx.schedule('note', services.clock.now(), { name: 'from b' });
        if (payload['name'] === 'c') throw new Error('no');
      },
    },
    resolve: {
      'things.echo'({ body, tx, services }) {
        for (const [name, delay] of Object.entries(body))
          tx.schedule('note', services.clock.now() + Number(delay), { name });
        return { body: {} };
      },
    },
  });
  await send(server, '/things', { json: { a: 20, b: 10, c: 15, later: 1000 } });
  await send(server, '/things', { json: {} });
  expect(ran).toEqual([]);
  server.clock.advance(20);
  await send(server, '/things', { json: {} });
  await send(server, '/things', { json: {} });
  expect(ran).toEqual(['b', 'c', expect.stringContaining('(note) failed: Error: no'), 'a', 'from b']);
});

test('events are server-sent frames, and what they stage is committed at their end', async () => {
  const server = createTinyServer({
    operations: [ECHO, { id: 'tables.count', http: 'GET', path: '/count', retry: 'safe' }],
    resolve: {
      'things.echo'({ tx }) {
        async function* run() {
          yield { n: 1 };
          tx.put('namespaces', namespace('a'));
          yield { n: 2, v: Float32Array.of(0.1) };
        }
        return { events: run() };
      },
      'tables.count': ({ state }) => ({ body: { count: state.list('namespaces').length } }),
    },
  });
  const response = await server.fetch('/things', { method: 'POST', headers: { authorization: 'Bearer k' } });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(await response.text()).toBe('data: {"n":1}\n\ndata: {"n":2,"v":[0.1]}\n\n');
  expect((await send(server, '/count')).body).toEqual({ count: 1 });
});

test('answers that are not what the document says are a 500 when responses are checked', async () => {
  const schemas = {
    operations: {
      'things.echo': { status: 200, response: { type: 'object', properties: { body: { type: 'string' } } } },
    },
  };
  const checked = createTinyServer({ schemas, options: { checkResponses: true } });
  expect(errorOf(await send(checked, '/things', { json: {} }))).toMatchObject({ code: 'response_mismatch' });
  expect((await send(createTinyServer({ schemas }), '/things', { json: {} })).status).toBe(200);
});

test('an operation without a resolver is a 501, and strict refuses those of which only the form is right', async () => {
  const resolvers = { 'things.echo': { fidelity: 'shape', resolve: echo } } as const;
  expect((await send(createTinyServer({ resolvers }), '/things', { json: {} })).status).toBe(200);
  const strict = createTinyServer({ resolvers, options: { strict: true } });
  expect(errorOf(await send(strict, '/things', { json: {} }))).toMatchObject({ code: 'shape_only' });
  const empty = createTinyServer({ resolvers: {} });
  expect(errorOf(await send(empty, '/things', { json: {} }))).toMatchObject({ code: 'not_implemented' });
  expect(empty.coverage().totals).toEqual({ exact: 0, behavioural: 0, shape: 0, missing: 1 });
});

test('slow checks of what was received happen before a writer takes its turn', async () => {
  const order: string[] = [];
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const server = createTinyServer({
    resolvers: {
      'things.echo': {
        fidelity: 'exact',
        async prepare({ body }) {
          if (body['slow'] === true) await held;
          if (body['refuse'] === true) throw new Problem({ status: 409, message: 'no' });
        },
        resolve({ body }) {
          order.push(textOf(body, 'name'));
          return { body: {} };
        },
      },
    },
  });
  const slow = send(server, '/things', { json: { name: 'slow', slow: true } });
  await send(server, '/things', { json: { name: 'quick' } });
  release();
  await slow;
  expect(order).toEqual(['quick', 'slow']);
  expect((await send(server, '/things', { json: { name: 'refused', refuse: true } })).status).toBe(409);
  expect(order).toHaveLength(2);
});
