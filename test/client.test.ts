import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Mixpeek } from '../src/client.js';
import type { ClientOptions } from '../src/options.js';
import { WriteTokens } from '../src/transport/write-token.js';
import { createManualClock } from './helpers/clock.js';
import { KEY, observeClient, setupClient } from './helpers/client.js';
import { json, observeFetch } from './helpers/fetch.js';
import { reply, startServer } from './helpers/http-server.js';

beforeEach(() => {
  for (const name of ['MIXPEEK_API_KEY', 'MIXPEEK_NAMESPACE', 'MIXPEEK_BASE_URL']) vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const answer = json({ inserted: 1, document_ids: ['d'], namespace_id: 'ns', write_token: 'wt_1' });
const documents = [{ document_id: 'd', vectors: { v: [1, 0] } }];
const search = { queries: [{ vector_name: 'v', vector: [1, 0] }] };

describe('the options of a client', () => {
  it('come from the environment when left out', async () => {
    vi.stubEnv('MIXPEEK_API_KEY', ' sk_env ');
    vi.stubEnv('MIXPEEK_NAMESPACE', 'env-ns');
    vi.stubEnv('MIXPEEK_BASE_URL', 'https://env.test/v1/');
    const fetch = observeFetch(json({}));
    await new Mixpeek({ fetch }).namespaces.get();
    expect(fetch.requests[0]).toMatchObject({
      url: 'https://env.test/v1/namespaces/env-ns',
      headers: { authorization: 'Bearer sk_env' },
    });
  });

  it('limit a call to ten minutes, all attempts and waits included, unless told otherwise', async () => {
    const busy = json({}, { status: 503, headers: { 'retry-after': '200' } });
    const { mp, requests, clock } = observeClient(busy, { maxRetries: 9 });
    await expect(clock.drive(mp.tasks.get('t'))).rejects.toMatchObject({ status: 503, attempts: 3 });
    expect(requests).toHaveLength(3);
    const unlimited = observeClient(busy, { maxRetries: 9, deadlineMs: 0 });
    await expect(unlimited.clock.drive(unlimited.mp.tasks.get('t'))).rejects.toMatchObject({ attempts: 10 });
  });

  it('make no request and need no key before the first call', () => {
    expect(() => new Mixpeek()).not.toThrow();
  });

  it('name option, variable and command when the key or the namespace is missing', async () => {
    const fetch = observeFetch(json({}));
    await expect(new Mixpeek({ fetch }).tasks.list()).rejects.toMatchObject({
      name: 'ConfigError',
      option: 'apiKey',
      hint: expect.stringMatching(/apiKey.*MIXPEEK_API_KEY.*mixpeek login/),
    });
    await expect(new Mixpeek({ fetch, apiKey: KEY }).documents.get('d')).rejects.toMatchObject({
      name: 'ConfigError',
      option: 'namespace',
      hint: expect.stringMatching(/namespace.*MIXPEEK_NAMESPACE.*mixpeek config set namespace/),
    });
    expect(fetch.requests).toEqual([]);
  });

  it.each<[unknown, string, string | undefined]>([
    [{ apikey: 'x' }, 'Unknown option "apikey".', 'Did you mean "apiKey"?'],
    [{ base_url: 'x' }, 'Unknown option "base_url".', 'It is called "baseUrl" here.'],
    [{ timeout: 5 }, 'Unknown option "timeout".', 'It is called "timeoutMs" here.'],
    [{ toString: 5 }, 'Unknown option "toString".', undefined],
    [{ namespace: '' }, 'namespace is ""; it must be a non-empty string.', undefined],
    [{ timeoutMs: '5' }, 'timeoutMs is "5"; it must be a number of milliseconds from 0 up; 0 is no limit.', undefined],
    [
      { deadlineMs: Infinity },
      'deadlineMs is Infinity; it must be a number of milliseconds from 0 up; 0 is no limit.',
      undefined,
    ],
    [{ maxRetries: -1 }, 'maxRetries is -1; it must be a whole number from 0 up.', undefined],
    [{ fetch: 'fetch' }, 'fetch is "fetch"; it must be a function.', undefined],
    [{ headers: new Map() }, 'headers is a Map; it must be a plain object of header names and values.', undefined],
    [{ consistency: 'strong' }, 'consistency is "strong"; it must be "session" or "eventual".', undefined],
    [{ debug: 'verbose' }, 'debug is "verbose"; it must be a boolean or a function.', undefined],
    [{ writeTokens: {} }, 'writeTokens is an object; it must be the writeTokens of a client.', undefined],
    [{ baseUrl: 'api.mixpeek.com' }, 'baseUrl is not a URL: "api.mixpeek.com".', undefined],
    ['sk_secret', 'Mixpeek takes its options as an object; got a string.', 'new Mixpeek({ apiKey, namespace })'],
    [null, 'Mixpeek takes its options as an object; got null.', undefined],
  ])('are refused when wrong: %o', (options, message, hint) => {
    const expected = { name: 'ConfigError', message, ...(hint === undefined ? {} : { hint }) };
    expect(() => new Mixpeek(options as ClientOptions)).toThrow(expect.objectContaining(expected));
  });

  it('never show a key in an error', () => {
    expect(() => new Mixpeek({ apiKey: 5 as unknown as string, namespace: 'n' })).toThrow('apiKey is 5');
    expect(() => new Mixpeek({ apiKey: ['sk_secret'] as unknown as string })).toThrow(
      'apiKey is an array; it must be a string, or a function that gives one.',
    );
  });

  it('may be undefined', async () => {
    const options = { apiKey: KEY, namespace: undefined, hooks: undefined, fetch: observeFetch(json({})) };
    await expect(new Mixpeek(options as object).health.liveness()).resolves.toEqual({});
  });
});

describe('operations that take no key', () => {
  it('are called without one, and are not sent the one that there is', async () => {
    const fetch = observeFetch(json({}), json({}));
    await new Mixpeek({ fetch }).health.liveness();
    await new Mixpeek({ apiKey: KEY, fetch }).health.liveness();
    expect(fetch.requests.map(({ headers }) => headers['authorization'])).toEqual([undefined, undefined]);
  });
});

describe('withOptions', () => {
  it('changes what it names and keeps the rest', async () => {
    const { mp, requests } = observeClient([], { headers: { 'x-one': '1' } });
    await mp.withOptions({ namespace: 'other' }).namespaces.get();
    await mp.withOptions({ namespace: 'other' }).withOptions({ headers: {} }).namespaces.get();
    expect(requests.map(({ url, headers }) => [url.slice(19), headers['x-one']])).toEqual([
      ['/namespaces/other', '1'],
      ['/namespaces/other', undefined],
    ]);
  });

  it('shares the write tokens in both directions', async () => {
    const { mp, requests } = observeClient(answer);
    const other = mp.withOptions({ timeoutMs: 5_000 });
    expect(other.writeTokens).toBe(mp.writeTokens);
    await other.namespaces.documents.upsert({ documents });
    await mp.documents.get('d');
    await mp.withOptions({ apiKey: 'sk_other' }).documents.get('d');
    expect(requests.slice(1).map(({ headers }) => headers['x-write-token'])).toEqual(['wt_1', 'wt_1']);
  });

  it('shares no tokens with another service', async () => {
    const { mp, requests } = observeClient(answer);
    await mp.namespaces.documents.upsert({ documents });
    const elsewhere = mp.withOptions({ baseUrl: 'https://elsewhere.test' });
    await elsewhere.documents.get('d');
    expect(elsewhere.writeTokens).not.toBe(mp.writeTokens);
    expect(requests[1]?.headers).not.toHaveProperty('x-write-token');
  });

  it('takes a store of tokens of its own, or a given one', () => {
    const store = new WriteTokens({ clock: createManualClock() });
    const { mp } = observeClient([], { writeTokens: store });
    expect(mp.writeTokens).toBe(store);
    expect(mp.withOptions({ namespace: 'x' }).writeTokens).toBe(store);
    expect(mp.withOptions({ writeTokens: new WriteTokens({ clock: createManualClock() }) }).writeTokens).not.toBe(
      store,
    );
  });

  it('shares the connections', async () => {
    const sockets = new Set<unknown>();
    const { url } = await startServer((request, response) => {
      sockets.add(request.socket);
      reply(response, {});
    });
    const mp = new Mixpeek({ apiKey: KEY, baseUrl: url });
    for (let index = 0; index < 8; index++) await mp.withOptions({ namespace: `n${index}` }).namespaces.get();
    // One of its own for each would be eight.
    expect(sockets.size).toBeLessThan(4);
    await mp.close();
  });

  it('checks its options as the constructor does', () => {
    const { mp } = observeClient([]);
    expect(() => mp.withOptions({ namespce: 'x' } as ClientOptions)).toThrow('Unknown option "namespce".');
  });
});

describe('closing', () => {
  it('lets a later call open new connections, and works with `await using`', async () => {
    const { url, count } = await startServer((_request, response) => {
      reply(response, {});
    });
    const mp = new Mixpeek({ apiKey: KEY, baseUrl: url });
    await mp.health.liveness();
    await mp.close();
    await mp.health.liveness();
    await mp[Symbol.asyncDispose]();
    await mp.close();
    expect(count()).toBe(2);
  });
});

describe('methods', () => {
  it('work when taken off their resource', async () => {
    const { mp, requests } = observeClient([]);
    const { get } = mp.namespaces;
    const { upsert } = mp.namespaces.documents;
    await get('n');
    await upsert({ documents });
    expect(requests).toHaveLength(2);
  });

  it('can be called by operation id', async () => {
    const { mp } = setupClient();
    await mp.namespaces.create({ namespace_id: 'ns' });
    expect(await mp.call('namespaces.get', 'ns')).toMatchObject({ namespace_id: 'ns' });
    expect(() => mp.call('namespaces.gett')).toThrow(
      expect.objectContaining({ hint: 'Did you mean "namespaces.get"?' }),
    );
    expect(() => mp.call('constructor')).toThrow('There is no operation "constructor".');
    expect(() => mp.call(undefined as unknown as string)).toThrow('There is no operation "undefined".');
  });
});

describe('reading one’s own writes', () => {
  const LAG = 30_000;

  async function setup(seed = 1) {
    const clock = createManualClock();
    const served = setupClient({ clock }, { clock: 'manual', lagMs: LAG, seed });
    await served.mp.namespaces.create({ namespace_id: 'ns' });
    served.server.clock.advance(LAG);
    await served.mp.namespaces.documents.upsert({ documents });
    return { ...served, clock };
  }
  const idsOf = async (mp: Mixpeek, options = {}) =>
    (await mp.search(search, options)).documents.map(({ document_id: id }) => id);

  it('works at once for the client that wrote, and not for an eventual read', async () => {
    const { mp } = await setup();
    expect(await idsOf(mp, { consistency: 'eventual' })).toEqual([]);
    expect(await idsOf(mp)).toEqual(['d']);
    expect(await mp.documents.get('d')).toMatchObject({ document_id: 'd' });
    await expect(mp.documents.get('d', {}, { writeToken: null })).rejects.toMatchObject({ status: 404 });
  });

  it('works for another client that was handed the tokens', async () => {
    const { mp, connect, clock } = await setup();
    const other = connect({ namespace: 'ns', clock });
    expect(await idsOf(other)).toEqual([]);
    other.writeTokens.from(JSON.parse(JSON.stringify(mp.writeTokens)) as never);
    expect(await idsOf(other)).toEqual(['d']);
    const third = connect({ namespace: 'ns', clock, writeTokens: mp.writeTokens });
    expect(await idsOf(third)).toEqual(['d']);
    const byCall = connect({ namespace: 'ns', clock });
    expect(await idsOf(byCall, { writeToken: mp.writeTokens.get('ns') })).toEqual(['d']);
  });

  it('works for everyone once the lag has passed, and the token is forgotten after its age', async () => {
    const { mp, connect, server, clock } = await setup();
    server.clock.advance(LAG);
    expect(await idsOf(connect({ namespace: 'ns' }))).toEqual(['d']);
    expect(mp.writeTokens.get('ns')).toMatch(/^wt_/);
    clock.advance(60_001);
    expect(mp.writeTokens.get('ns')).toBeUndefined();
    expect(await idsOf(mp)).toEqual(['d']);
  });

  it('refuses a token that is malformed, of another server, or of another namespace', async () => {
    const { mp } = await setup();
    const { mp: stranger } = await setup(2);
    await mp.namespaces.create({ namespace_id: 'ns2' });
    const own = mp.writeTokens.get('ns') ?? '';
    const code = { status: 400, code: 'invalid_write_token' };
    await expect(mp.documents.get('d', {}, { writeToken: 'wt_x' })).rejects.toMatchObject(code);
    await expect(mp.documents.get('d', {}, { writeToken: own, namespace: 'ns2' })).rejects.toMatchObject(code);
    const foreign = stranger.writeTokens.get('ns') ?? '';
    await expect(mp.documents.get('d', {}, { writeToken: foreign })).rejects.toMatchObject(code);
  });

  it('forgets a remembered token that the service no longer knows, and reads without it', async () => {
    const { mp } = await setup();
    mp.writeTokens.set('ns', 'wt_from.elsewhere');
    expect(await idsOf(mp)).toEqual([]);
    expect(mp.writeTokens.get('ns')).toBeUndefined();
  });
});
