import { fillPath } from './url.js';
import { serializeQuery } from './query.js';
import type { Answer, Call, Next } from './middleware.js';

/** What openapi-fetch makes in place of a `Request`: a `Request` of the platform costs more than the rest of a call. */
class PlainRequest {
  readonly url: string;
  readonly method: string;
  readonly call: Omit<Call, 'url'>;

  constructor(url: string, init: { method: string; call: Omit<Call, 'url'> }) {
    this.url = url;
    this.method = init.method;
    this.call = init.call;
  }
}

export interface WireInput {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
}

/** Builds the address of a call and sends it down the chain. */
export type Dispatch = (call: Omit<Call, 'url'>, input: WireInput) => Promise<Answer>;

/** openapi-fetch with our own serializers, whose `fetch` is the chain. Loaded on the first call. */
export async function createDispatch(baseUrl: string, chain: Next): Promise<Dispatch> {
  const { default: createClient } = await import('openapi-fetch');
  const client = createClient<Record<string, Record<string, unknown>>>({
    baseUrl,
    // The only casts between openapi-fetch's platform types and ours: it hands these two to each other and looks no further.
    Request: PlainRequest as unknown as typeof Request,
    fetch: ((request: PlainRequest) => toResponse(request, chain)) as unknown as (input: Request) => Promise<Response>,
  });
  const send = client.request as unknown as (
    method: string,
    path: string,
    init: Record<string, unknown>,
  ) => Promise<{ response: AnswerResponse }>;

  return async (call, { path, query }) => {
    const { row } = call;
    const { response } = await send(row.http, row.path, {
      params: { path, query },
      pathSerializer: fillPath,
      querySerializer: (values: Record<string, unknown>) => serializeQuery(values, row.query),
      parseAs: 'stream',
      call,
    });
    return response.answer;
  };
}

interface AnswerResponse {
  readonly ok: true;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: null;
  readonly answer: Answer;
}

const NO_HEADERS = { get: () => null };

/** The chain throws refusals and decodes bodies itself, so openapi-fetch has nothing left to do with the answer. */
async function toResponse(request: PlainRequest, chain: Next): Promise<AnswerResponse> {
  const answer = await chain({ ...request.call, url: request.url });
  return { ok: true, status: answer.response.status, headers: NO_HEADERS, body: null, answer };
}
