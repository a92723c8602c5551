import { ConfigError, isMixpeekError } from '../errors.js';
import type { Cancellation } from '../internal/cancellation.js';
import type { Call } from './middleware.js';
import type { Redactor } from './redact.js';

export type ApiKey = string | (() => string | Promise<string>) | undefined;

export type SentHeaders = Record<string, string>;

/** The headers of an attempt: those of the call with the key, the namespace and the write token. */
export type Authorize = (call: Call, attempt: Cancellation) => SentHeaders | Promise<SentHeaders>;

export interface Keys {
  readonly apiKey: ApiKey;
  /** Key of a published retriever, sent with the operations that take one. */
  readonly publicKey?: string | undefined;
}

/** A key function is asked before every attempt. Operations that need no key never get the `apiKey`. */
export function createAuthorize({ apiKey, publicKey }: Keys, redactor: Redactor): Authorize {
  if (typeof apiKey === 'string') redactor.learn(apiKey);
  let fixed: string | undefined;
  return (call, attempt) => {
    if (call.row.public === true) return withPublicKey(toSent(call, undefined), call, publicKey);
    if ('authorization' in call.headers) return toSent(call, undefined);
    if (typeof apiKey !== 'function') return toSent(call, (fixed ??= `Bearer ${checkKey(apiKey)}`));
    return attempt.race(askForKey(apiKey, redactor)).then((key) => toSent(call, `Bearer ${checkKey(key)}`));
  };
}

const PUBLIC_KEY_HEADER = 'x-public-api-key';

function withPublicKey(sent: SentHeaders, { row, headers }: Call, publicKey: string | undefined): SentHeaders {
  if (publicKey === undefined || PUBLIC_KEY_HEADER in headers) return sent;
  const isTaken = row.headers?.some(({ name }) => name.toLowerCase() === PUBLIC_KEY_HEADER) ?? false;
  return isTaken ? { ...sent, [PUBLIC_KEY_HEADER]: publicKey } : sent;
}

function toSent(call: Call, authorization: string | undefined): SentHeaders {
  const { headers, namespace, row, writeToken } = call;
  const sent: SentHeaders = {};
  for (const name in headers) {
    const value = headers[name];
    if (typeof value === 'string') sent[name] = value;
  }
  if (authorization !== undefined) sent.authorization = authorization;
  const inHeader = row.namespace !== undefined && row.namespace.in !== 'path';
  if (namespace !== undefined && inHeader && !('x-namespace' in headers)) {
    sent['x-namespace'] = checkHeaderValue('namespace', namespace);
  }
  if (writeToken !== undefined && !('x-write-token' in headers)) {
    sent['x-write-token'] = checkHeaderValue('writeToken', writeToken);
  }
  return sent;
}

async function askForKey(apiKey: () => string | Promise<string>, redactor: Redactor): Promise<string> {
  try {
    const key = await apiKey();
    if (typeof key === 'string') redactor.learn(key);
    return key;
  } catch (error) {
    if (isMixpeekError(error)) throw error;
    throw new ConfigError('The apiKey function failed.', { cause: error, option: 'apiKey' });
  }
}

function checkKey(key: string | undefined): string {
  if (typeof key !== 'string' || key.trim() === '') {
    throw new ConfigError('No API key.', {
      option: 'apiKey',
      hint: 'Pass apiKey to the client, set MIXPEEK_API_KEY, or run `mixpeek login`. A local server takes any key.',
    });
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new ConfigError('The API key holds a space, a line break or another character that cannot be sent.', {
      option: 'apiKey',
      hint: 'Copy the key again without quotes or line breaks.',
    });
  }
  return key;
}

function checkHeaderValue(option: string, value: string): string {
  if (/^[\x20-\x7e]+$/.test(value)) return value;
  throw new ConfigError(`${option} holds a character that cannot be sent in a header: ${JSON.stringify(value)}.`, {
    option,
    hint:
      option === 'namespace'
        ? 'Use the namespace id (ns_...) instead of its name.'
        : 'Pass the token as it was received.',
  });
}
