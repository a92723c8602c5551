import { describe, expect, it } from 'vitest';
import { json, observeFetch } from '../helpers/fetch.js';
import { NO_INPUT, row, setupTransport } from '../helpers/transport.js';

const INSIDE = row({ path: '/v1/namespaces/{namespace_id}/things', namespace: { in: 'both' } });

describe('the namespace of a call', () => {
  it('comes from the path, else the call, else the parameter, else the client', async () => {
    const fetch = observeFetch(json({}));
    const { transport } = setupTransport({ fetch, namespace: 'client' });
    await transport.send(INSIDE, NO_INPUT);
    await transport.send(INSIDE, { ...NO_INPUT, namespace: 'parameter' });
    await transport.send(INSIDE, { ...NO_INPUT, namespace: 'parameter' }, { namespace: 'call' });
    await transport.send(INSIDE, { ...NO_INPUT, path: { namespace_id: 'path' } }, { namespace: 'call' });
    expect(
      fetch.requests.map(({ url, headers }) => [new URL(url).pathname.split('/')[3], headers['x-namespace']]),
    ).toEqual(['client', 'parameter', 'call', 'path'].map((name) => [name, name]));
  });

  it('is sent only where the row says', async () => {
    const fetch = observeFetch(json({}));
    const { transport } = setupTransport({ fetch, namespace: 'ns' });
    await transport.send(row(), NO_INPUT);
    await transport.send(row({ namespace: { in: 'header' } }), NO_INPUT);
    await transport.send(row({ ...INSIDE, namespace: { in: 'path' } }), NO_INPUT);
    expect(fetch.requests.map(({ headers }) => headers['x-namespace'])).toEqual([undefined, 'ns', undefined]);
  });

  it('is asked for when nothing names it', async () => {
    const { transport } = setupTransport({ fetch: observeFetch(json({})) });
    await expect(transport.send(INSIDE, NO_INPUT)).rejects.toMatchObject({
      name: 'ConfigError',
      option: 'namespace',
      hint: expect.stringContaining('MIXPEEK_NAMESPACE'),
    });
  });

  it.each(['', ' ', '..'])('is refused when it is %j', async (namespace) => {
    const fetch = observeFetch(json({}));
    await expect(setupTransport({ fetch }).transport.send(INSIDE, NO_INPUT, { namespace })).rejects.toMatchObject({
      name: 'ValidationError',
    });
    expect(fetch.requests).toHaveLength(0);
  });

  it('is refused when it cannot be sent in a header', async () => {
    const { transport } = setupTransport({ fetch: observeFetch(json({})) });
    await expect(
      transport.send(row({ namespace: { in: 'header' } }), NO_INPUT, { namespace: 'größe\n' }),
    ).rejects.toMatchObject({ name: 'ConfigError' });
  });
});
