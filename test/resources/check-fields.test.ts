import { describe, expect, it } from 'vitest';
import { isMixpeekError } from '../../src/index.js';
import { observeClient } from '../helpers/client.js';
import { json } from '../helpers/fetch.js';

const setup = () => observeClient(json({}));

describe('the kinds of body fields, for callers without types', () => {
  it('are refused before anything is sent, all of them at once', async () => {
    const { mp, requests } = setup();
    const wrong = { namespace_id: 7, vector_configs: {}, ttl_seconds: '60' };
    const error = await mp.call('namespaces.createStandalone', wrong).then(undefined, (thrown: unknown) => thrown);
    expect(isMixpeekError(error) && error.toJSON()).toMatchObject({
      name: 'ValidationError',
      message: 'namespaces.createStandalone: namespace_id must be a string, got a number (and 2 more).',
      fieldErrors: [
        { path: 'namespace_id', message: 'must be a string, got a number' },
        { path: 'vector_configs', message: 'must be an array, got an object' },
        { path: 'ttl_seconds', message: 'must be a whole number, got a string' },
      ],
    });
    expect(requests).toEqual([]);
  });

  it('must be there when they are required', async () => {
    const { mp } = setup();
    await expect(mp.call('retrievers.create', { retriever_name: 'r' })).rejects.toThrow('stages is required');
  });

  it('may be null where the document says so, and absent', async () => {
    const { mp, requests } = setup();
    await mp.call('namespaces.createStandalone', { namespace_id: 'a', description: null });
    expect(requests).toHaveLength(1);
  });

  it('go through unlooked-at when the row does not know them', async () => {
    const { mp, requests } = setup();
    await mp.call('namespaces.createStandalone', { namespace_id: 'a', from_the_future: 1 });
    expect(requests).toHaveLength(1);
  });
});
