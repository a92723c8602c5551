export interface ObservedRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly init: RequestInit;
}

export interface ObservedFetch {
  (input: string | URL | Request, init?: RequestInit): Promise<Response>;
  readonly requests: readonly ObservedRequest[];
}

export type Reply =
  Response | Error | ((request: ObservedRequest, signal: AbortSignal) => Response | Promise<Response>);

/** A `fetch` that keeps what it was asked and gives the replies in turn; the last one again and again. */
export function observeFetch(...replies: readonly Reply[]): ObservedFetch {
  const requests: ObservedRequest[] = [];
  async function fetch(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const request = {
      url: input instanceof Request ? input.url : String(input),
      method: init.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init.headers)),
      body: await readBody(init.body),
      init,
    };
    requests.push(request);
    const reply = replies[Math.min(requests.length, replies.length) - 1] ?? json({});
    if (reply instanceof Error) throw reply;
    if (reply instanceof Response) return reply.clone();
    return reply(request, init.signal ?? new AbortController().signal);
  }
  return Object.assign(fetch, { requests });
}

export function json(body: unknown, init: ResponseInit = {}): Response {
  return new Response(JSON.stringify(body), {
    ...init,
    headers: { 'content-type': 'application/json', ...Object.fromEntries(new Headers(init.headers)) },
  });
}

async function readBody(body: RequestInit['body']): Promise<string | undefined> {
  return body === undefined || body === null ? undefined : new Response(body).text();
}
