import type { Answer, Call } from './middleware.js';
import type { Redactor } from './redact.js';
import { decodeResponse, toResponseInfo } from './response.js';
import type { SentResponse } from './sender.js';

/** A response that several read. */
export interface Received {
  readonly sent: SentResponse;
  readonly requestId: string | undefined;
}

/** An answer of one's own from a response that others read too: decoding it again shares nothing. */
export async function decodeAgain({ sent, requestId }: Received, call: Call, redactor: Redactor): Promise<Answer> {
  const vectors = call.settings.resultVectors === 'float32' ? await import('./vector-json.js') : undefined;
  const own: SentResponse = {
    status: sent.status,
    url: sent.url,
    headers: sent.headers,
    stream: undefined,
    toHeaders: () => new Headers(sent.toHeaders()),
    headerEntries: () => sent.headerEntries(),
    text: () => sent.text(),
    bytes: () => sent.bytes().slice(),
  };
  return {
    data: decodeResponse(own, call.row, { redactor, parse: vectors?.parseVectorJson }),
    response: toResponseInfo(own),
    requestId,
    sent: own,
  };
}
