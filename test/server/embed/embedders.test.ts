import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createEmbedders } from '../../../src/server/embed/create-embedders.js';
import { embedLexically } from '../../../src/server/embed/lexical.js';
import { createOpenAiCompatibleEmbedder } from '../../../src/server/embed/openai-compatible.js';
import { createSentenceEncoder } from '../../../src/server/embed/sentence-encoder.js';
import type { Problem } from '../../../src/server/problem.js';

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

describe('lexical embedder', () => {
  it('gives unit vectors of any asked dimension, the same every time', () => {
    for (const dimension of [1, 2, 3, 8, 512, 1537]) {
      for (const text of ['how do I abort a request', '', '   ', '日本語のテキスト', '🎉']) {
        const vector = embedLexically(text, dimension);
        expect(vector).toHaveLength(dimension);
        expect(dot(vector, vector)).toBeCloseTo(1, 5);
        expect(embedLexically(text, dimension)).toEqual(vector);
      }
    }
  });

  it('puts texts that share words closer than texts that share none', () => {
    const query = embedLexically('abort a running request', 256);
    const near = embedLexically('A request is aborted by its signal', 256);
    const far = embedLexically('Bananas ripen faster in paper bags', 256);
    expect(dot(query, near)).toBeGreaterThan(dot(query, far) + 0.1);
  });

  it('ignores case and accents', () => {
    expect(embedLexically('Café CRÈME', 64)).toEqual(embedLexically('cafe creme', 64));
  });
});

describe('sentence encoder', () => {
  it('embeds with the installed packages, close in meaning', async () => {
    const encoder = createSentenceEncoder();
    const [a, b, c] = await encoder.embed(['How do I cancel a call?', 'Aborting a request', 'Bananas are yellow'], 512);
    if (a === undefined || b === undefined || c === undefined) throw new Error('three vectors expected');
    expect(a).toHaveLength(512);
    expect(dot(a, b)).toBeGreaterThan(dot(a, c));
  });

  it('refuses another dimension than 512, and says so', async () => {
    const refusal = createSentenceEncoder().embed(['x'], 768);
    await expect(refusal).rejects.toMatchObject({ status: 400, details: { expected: 512, got: 768 } });
    await expect(refusal).rejects.toThrow(/512.*768/s);
  });

  it('loads the model once', async () => {
    let loads = 0;
    const encoder = createSentenceEncoder(async () => {
      loads += 1;
      return { embed: async (texts) => texts.map(() => new Array<number>(512).fill(0.5)) };
    });
    await encoder.embed(['a'], 512);
    expect(await encoder.embed(new Array<string>(70).fill('b'), 512)).toHaveLength(70);
    expect(loads).toBe(1);
  });
});

describe('OpenAI-compatible embedder', () => {
  const servers: Server[] = [];
  afterEach(() => servers.splice(0).forEach((server) => server.close()));

  async function serve(answer: (body: { input: string[]; dimensions: number }) => unknown, status = 200) {
    const seen: { url: string | undefined; key: string | undefined; body: unknown }[] = [];
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        const body = JSON.parse(text) as { input: string[]; dimensions: number };
        seen.push({ url: request.url, key: request.headers.authorization, body });
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer(body)));
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
  }

  const vectors = (body: { input: string[]; dimensions: number }) => ({
    data: body.input
      .map((_, index) => ({ index, embedding: new Array<number>(body.dimensions).fill(index) }))
      .reverse(),
  });

  it('posts the texts with the service as model, and orders the vectors by index', async () => {
    const { url, seen } = await serve(vectors);
    const embedder = createOpenAiCompatibleEmbedder('text-embedding-3-small', { url: `${url}/v1/`, apiKey: 'secret' });
    expect(await embedder.embed(['a', 'b'], 2)).toEqual([new Float32Array([0, 0]), new Float32Array([1, 1])]);
    expect(seen).toEqual([
      {
        url: '/v1/embeddings',
        key: 'Bearer secret',
        body: { model: 'text-embedding-3-small', input: ['a', 'b'], dimensions: 2 },
      },
    ]);
  });

  it('reports a failing service as 503 without its key', async () => {
    const { url } = await serve(() => ({}), 500);
    const embedder = createOpenAiCompatibleEmbedder('m', { url, apiKey: 'secret' });
    const problem = await embedder.embed(['a'], 2).catch((error: unknown) => error as Problem);
    expect(problem).toMatchObject({ status: 503, type: 'InferenceServiceUnavailableError' });
    expect(JSON.stringify(problem) + String(problem)).not.toContain('secret');
  });

  it('reports vectors of a wrong length', async () => {
    const { url } = await serve((body) => vectors({ ...body, dimensions: 3 }));
    await expect(createOpenAiCompatibleEmbedder('m', { url }).embed(['a'], 2)).rejects.toThrow(/3 numbers.*has 2/);
  });
});

describe('createEmbedders', () => {
  it('gives unknown services the default, and named ones their own', () => {
    const own = { name: 'own', embed: async () => [] };
    const embedders = createEmbedders({
      services: { mine: own, local: 'sentence-encoder', far: { url: 'http://h:1' } },
    });
    const names = ['anything', 'mine', 'local', 'far'].map((service) => embedders.forService(service).name);
    expect(names).toEqual(['lexical', 'own', 'sentence-encoder', 'h:1']);
  });
});
