import { describe, expect, it } from 'vitest';
import { applyShape } from '../../src/transport/response.js';
import { json, observeFetch } from '../helpers/fetch.js';
import { NO_INPUT, row, setupTransport } from '../helpers/transport.js';

describe('applyShape', () => {
  it('unwraps an envelope, and leaves an answer without it', () => {
    const shape = { unwrap: 'retriever' };
    expect(applyShape({ retriever: { id: 1 }, id: 2 }, shape)).toEqual({ id: 1 });
    expect(applyShape({ id: 2 }, shape)).toEqual({ id: 2 });
  });

  it('renames an older field unless the documented one is there', () => {
    const shape = { rename: { results: 'documents' } };
    expect(applyShape({ results: [1] }, shape)).toEqual({ documents: [1] });
    expect(applyShape({ results: [1], documents: [2] }, shape)).toEqual({ results: [1], documents: [2] });
    expect(applyShape([1], shape)).toEqual([1]);
  });
});

describe('answers', () => {
  it.each([
    ['204', new Response(null, { status: 204 })],
    ['an empty 200', new Response('')],
  ])('carry nothing for %s', async (_name, reply) => {
    const { transport } = setupTransport({ fetch: observeFetch(reply) });
    expect((await transport.send(row(), NO_INPUT)).data).toBeUndefined();
  });

  it('carry bytes for a binary row', async () => {
    const { transport } = setupTransport({ fetch: observeFetch(new Response(Uint8Array.of(1, 2, 255))) });
    expect((await transport.send(row({ response: 'binary' }), NO_INPUT)).data).toEqual(Uint8Array.of(1, 2, 255));
  });

  it('that are a web page say so', async () => {
    const page = new Response('<html>hi</html>', { headers: { 'content-type': 'text/html' } });
    const { transport } = setupTransport({ fetch: observeFetch(page), maxRetries: 0 });
    await expect(transport.send(row(), NO_INPUT)).rejects.toMatchObject({
      name: 'DecodeError',
      status: 200,
      excerpt: '<html>hi</html>',
      hint: expect.stringContaining('baseUrl'),
    });
  });

  it('keep fields that nobody knows', async () => {
    const { transport } = setupTransport({ fetch: observeFetch(json({ new_thing: { a: 1 } })) });
    expect((await transport.send(row(), NO_INPUT)).data).toEqual({ new_thing: { a: 1 } });
  });
});
