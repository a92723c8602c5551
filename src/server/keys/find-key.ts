import type { StateReader } from '../context.js';
import { Problem } from '../problem.js';
import type { KeyRecord } from '../records.js';

export interface KeyLookup {
  readonly state: StateReader;
  /** SHA-256 in hex. */
  readonly hash: (text: string) => string;
}

/** The key of this secret, whatever its state; `undefined` for a secret that this server did not make. Throws the 401 of a rotated one. */
export function findKey(secret: string, { state, hash }: KeyLookup): KeyRecord | undefined {
  if (state.count('keys') === 0) return undefined;
  const wanted = hash(secret);
  const [id] = state.ids('keys', ({ key_hash: current }) => isSame(current, wanted));
  if (id !== undefined) return state.get('keys', id);
  const [rotated] = state.ids('keys', ({ retired_hashes: old }) => old.some((each) => isSame(each, wanted)));
  if (rotated !== undefined) {
    throw unauthorized('api_key_rotated', 'The API key was rotated: this secret works no more. Use the new one.');
  }
  return undefined;
}

/** Throws the 401 of a key that is revoked, or expired at `now`. */
export function refuseUnusableKey(
  { status, revoked_at: revokedAt, expires_at: expiresAt }: KeyRecord,
  now: number,
): void {
  if (status === 'revoked') {
    throw unauthorized('api_key_revoked', `The API key was revoked at ${revokedAt ?? 'an unknown time'}. Use another.`);
  }
  if (expiresAt !== null && Date.parse(expiresAt) <= now) {
    throw unauthorized('api_key_expired', `The API key expired at ${expiresAt}. Use another, or give it a later time.`);
  }
}

export function unauthorized(code: string, message: string): Problem {
  return new Problem({ status: 401, code, message, headers: { 'WWW-Authenticate': 'Bearer' } });
}

/** Takes the same time wherever two texts of one length differ. */
function isSame(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let index = 0; index < a.length; index++) difference |= a.charCodeAt(index) ^ b.charCodeAt(index);
  return difference === 0;
}
