import { beforeEach, afterEach, describe, expect, it, vi } from 'vitest';
import { Mixpeek } from '../../src/client.js';
import { KEY } from '../helpers/client.js';
import { json, observeFetch } from '../helpers/fetch.js';

const PUBLIC_KEY = 'ret_sk_0123456789';
const answer = json({ execution_id: 'exec_1', status: 'completed', documents: [] });

beforeEach(() => {
  for (const name of ['MIXPEEK_API_KEY', 'MIXPEEK_PUBLIC_KEY']) vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a public key', () => {
  it('is all that public operations need, and the only key they get', async () => {
    const fetch = observeFetch(answer);
    const mp = new Mixpeek({ publicKey: PUBLIC_KEY, fetch });
    await mp.public.retrievers.execute('things', { inputs: { query: 'x' } });
    await new Mixpeek({ publicKey: PUBLIC_KEY, apiKey: KEY, fetch }).public.retrievers.execute('things', {});
    for (const { headers } of fetch.requests) {
      expect(headers['x-public-api-key']).toBe(PUBLIC_KEY);
      expect(headers).not.toHaveProperty('authorization');
    }
    expect(fetch.requests).toHaveLength(2);
  });

  it('goes to no operation that takes none', async () => {
    const fetch = observeFetch(json({ results: [] }));
    const mp = new Mixpeek({ publicKey: PUBLIC_KEY, apiKey: KEY, namespace: 'ns', fetch });
    await mp.public.retrievers.list();
    await mp.retrievers.published.list();
    for (const { headers } of fetch.requests) expect(headers).not.toHaveProperty('x-public-api-key');
    expect(fetch.requests[1]?.headers['authorization']).toBe(`Bearer ${KEY}`);
  });

  it('gives way to one of the call, and goes out with a password that the call gives', async () => {
    const fetch = observeFetch(answer);
    const mp = new Mixpeek({ publicKey: PUBLIC_KEY, fetch });
    await mp.public.retrievers.execute('things', { 'X-Public-API-Key': 'ret_sk_other', 'X-Retriever-Password': 'p' });
    expect(fetch.requests[0]?.headers).toMatchObject({
      'x-public-api-key': 'ret_sk_other',
      'x-retriever-password': 'p',
    });
    expect(fetch.requests[0]?.body).toBe('{}');
  });

  it('comes from the environment when left out, and opens nothing private', async () => {
    vi.stubEnv('MIXPEEK_PUBLIC_KEY', PUBLIC_KEY);
    const fetch = observeFetch(answer);
    const mp = new Mixpeek({ fetch });
    await mp.public.retrievers.execute('things', {});
    expect(fetch.requests[0]?.headers['x-public-api-key']).toBe(PUBLIC_KEY);
    await expect(mp.tasks.get('t')).rejects.toMatchObject({ name: 'ConfigError', option: 'apiKey' });
    expect(fetch.requests).toHaveLength(1);
  });

  it('is a key, and is not shown when it is none', () => {
    expect(() => new Mixpeek({ publicKey: 'two words' })).toThrow(/publicKey.*ret_sk_/);
    expect(() => new Mixpeek({ publicKey: 'two words' })).not.toThrow(/two words/);
  });
});
