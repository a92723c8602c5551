import { toOwner } from './caller.js';
import type { Caller, Tier } from './context.js';
import { Problem } from './problem.js';

/** An accepted key, with a tier of its own or the instance's. */
export type KeyOption = string | { readonly key: string; readonly tier: Tier };

export type Authenticate = (headers: Readonly<Record<string, string>>) => Caller;

/** Any bearer key passes unless `keys` lists the accepted ones. */
export function createAuthenticate(keys: readonly KeyOption[] | undefined, tier: Tier): Authenticate {
  const known =
    keys && new Map(keys.map((entry) => (typeof entry === 'string' ? [entry, tier] : [entry.key, entry.tier])));
  return (headers) => {
    const header = headers['authorization'];
    if (header === undefined || header.trim() === '') {
      throw unauthorized('missing_api_key', 'No API key was sent. Send the header "Authorization: Bearer <key>".');
    }
    const key = /^bearer\s+(\S+)\s*$/i.exec(header)?.[1];
    if (key === undefined) {
      throw unauthorized('invalid_api_key', 'The Authorization header is not of the form "Bearer <key>".');
    }
    const keyTier = known === undefined ? tier : known.get(key);
    if (keyTier === undefined) {
      throw unauthorized(
        'invalid_api_key',
        'The API key is not one that this server accepts. Check the list of keys it was started with.',
      );
    }
    return toOwner(key, keyTier);
  };
}

function unauthorized(code: string, message: string): Problem {
  return new Problem({ status: 401, code, message, headers: { 'WWW-Authenticate': 'Bearer' } });
}
