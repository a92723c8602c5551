import { Problem } from '../problem.js';
import type { Embedder } from './embedders.js';

/** Where an OpenAI-compatible embeddings service listens. */
export interface OpenAiCompatibleOptions {
  /** Base URL, with or without `/v1`: `https://api.openai.com`, `http://127.0.0.1:11434/v1`. */
  readonly url: string;
  /** Sent as bearer token. Default: none. */
  readonly apiKey?: string;
  /** Model name. Default: the name of the inference service. */
  readonly model?: string;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** Time for one request, in milliseconds. Default 30,000. */
  readonly timeoutMs?: number;
}

const BATCH = 128;

/** Asks `POST {url}/v1/embeddings` for vectors of the index's dimension. */
export function createOpenAiCompatibleEmbedder(service: string, options: OpenAiCompatibleOptions): Embedder {
  const endpoint = embeddingsUrl(options.url);
  const name = endpoint.host;
  return {
    name,
    async embed(texts, dimension) {
      const vectors: Float32Array[] = [];
      for (let start = 0; start < texts.length; start += BATCH) {
        const input = texts.slice(start, start + BATCH);
        const answer = await post(endpoint, { model: options.model ?? service, input, dimensions: dimension }, options);
        vectors.push(...readVectors(answer, { count: input.length, dimension, name }));
      }
      return vectors;
    },
  };
}

function embeddingsUrl(base: string): URL {
  const url = new URL(base);
  const path = url.pathname.replace(/\/+$/, '');
  url.pathname = path.endsWith('/v1') ? `${path}/embeddings` : `${path}/v1/embeddings`;
  return url;
}

async function post(endpoint: URL, body: object, options: OpenAiCompatibleOptions): Promise<unknown> {
  const send = options.fetch ?? fetch;
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (options.apiKey !== undefined) headers['authorization'] = `Bearer ${options.apiKey}`;
  let response: Response;
  try {
    response = await send(endpoint, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(options.timeoutMs ?? 30_000),
      // The key must not travel to another host.
      redirect: 'error',
    });
  } catch (cause) {
    throw unavailable(endpoint.host, cause instanceof Error ? cause.message : String(cause));
  }
  if (!response.ok) throw unavailable(endpoint.host, `it answered ${response.status}`);
  try {
    return await response.json();
  } catch {
    throw unavailable(endpoint.host, 'its answer is not JSON');
  }
}

function readVectors(answer: unknown, wanted: { count: number; dimension: number; name: string }): Float32Array[] {
  const data = isRecord(answer) && Array.isArray(answer['data']) ? answer['data'] : [];
  if (data.length !== wanted.count) {
    throw unavailable(wanted.name, `it returned ${data.length} vectors for ${wanted.count} texts`);
  }
  const vectors = new Array<Float32Array>(wanted.count);
  data.forEach((entry: unknown, position) => {
    const values = isRecord(entry) && Array.isArray(entry['embedding']) ? entry['embedding'] : [];
    if (values.length !== wanted.dimension) {
      throw unavailable(
        wanted.name,
        `its vectors have ${values.length} numbers, the index has ${wanted.dimension}; choose a model of that dimension`,
      );
    }
    const index = isRecord(entry) && typeof entry['index'] === 'number' ? entry['index'] : position;
    vectors[index] = Float32Array.from(values, Number);
  });
  return vectors;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const unavailable = (host: string, reason: string): Problem =>
  new Problem({
    status: 503,
    type: 'InferenceServiceUnavailableError',
    code: 'inference_service_unavailable',
    message: `The embeddings service at ${host} could not be used: ${reason}.`,
  });
