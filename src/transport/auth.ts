import { ConfigError, isMixpeekError } from '../errors.js';
import type { Layer } from './middleware.js';
import type { Redactor } from './redact.js';

export type ApiKey = string | (() => string | Promise<string>) | undefined;

/** Adds the key, the namespace and the write token. A key function is asked before every attempt. */
export function authLayer(apiKey: ApiKey, redactor: Redactor): Layer {
  if (typeof apiKey === 'string') redactor.learn(apiKey);
  return async (call, next) => {
    const headers: Record<string, string | null> = { ...call.headers };
    if (!('authorization' in headers)) {
      const key = typeof apiKey === 'function' ? await askForKey(apiKey, redactor) : apiKey;
      headers.authorization = `Bearer ${checkKey(key)}`;
    }
    const inHeader = call.row.namespace !== undefined && call.row.namespace.in !== 'path';
    if (call.namespace !== undefined && inHeader && !('x-namespace' in headers)) {
      headers['x-namespace'] = checkHeaderValue('namespace', call.namespace);
    }
    if (call.writeToken !== undefined && !('x-write-token' in headers)) {
      headers['x-write-token'] = checkHeaderValue('writeToken', call.writeToken);
    }
    return next({ ...call, headers });
  };
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
