/** A request as it would have been sent. */
export interface CapturedRequest {
  readonly method: string;
  readonly url: string;
  /** Without the key and without what the connection decides. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body's text; `undefined` for none, and for one that is only read while it is sent. */
  readonly body: string | undefined;
}

export interface Capture {
  readonly fetch: typeof globalThis.fetch;
  request(): CapturedRequest | undefined;
}

/** What stands for the key wherever a request is shown. */
export const KEY_VARIABLE = '$MIXPEEK_API_KEY';

const LEFT_OUT = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'transfer-encoding',
  'user-agent',
  'host',
]);

/** A `fetch` that notes the first request and sends nothing. `readBody` is off for bodies that could be large files. */
export function createCapture({ readBody }: { readBody: boolean }): Capture {
  let captured: CapturedRequest | undefined;
  return {
    fetch: async (input, init) => {
      const request = new Request(input, { ...init, ...(readBody ? {} : { body: null }) });
      captured ??= {
        method: request.method,
        url: request.url,
        headers: showHeaders(new Headers(init?.headers ?? request.headers)),
        body: readBody && request.body !== null ? await request.text() : undefined,
      };
      throw new Error('The request was only looked at.');
    },
    request: () => captured,
  };
}

function showHeaders(headers: Headers): Record<string, string> {
  const shown: Record<string, string> = {};
  headers.forEach((value, name) => {
    if (LEFT_OUT.has(name)) return;
    if (name === 'authorization') shown[name] = `Bearer ${KEY_VARIABLE}`;
    else if (value.startsWith('multipart/form-data')) shown[name] = 'multipart/form-data';
    else shown[name] = value;
  });
  return shown;
}
