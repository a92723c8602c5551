import type { RequestContext } from '../../context.js';
import { forbidden, Problem } from '../../problem.js';
import type { KeyRecord, PublicationRecord } from '../../records.js';

/** Checks the public key of a request, and where it may come from. Gives the id of the key; null for the publication's own. */
export function checkPublicKey(
  { headers, state, services }: RequestContext,
  publication: PublicationRecord,
): string | null {
  const key = headers['x-public-api-key']?.trim() ?? '';
  if (key === '') {
    throw refusal('missing_public_key', 'No public key was sent. Send it as the header X-Public-API-Key.');
  }
  if (key === publication.public_api_key) return null;
  const hash = services.hash(key);
  const { retriever_id: retrieverId } = publication;
  const [id] = state.ids('keys', (one) => one.key_hash === hash && one.retriever_id === retrieverId);
  const record = id === undefined ? undefined : state.get('keys', id);
  if (record === undefined) {
    const message = `The public key is none of "${publication.public_name}". Its configuration has one: GET /v1/public/retrievers/${publication.public_name}/config.`;
    throw refusal('invalid_public_key', message);
  }
  if (record.status === 'revoked') throw refusal('public_key_revoked', `The key "${record.name}" is revoked.`);
  if (isExpired(record, services.clock.now())) {
    throw refusal('public_key_expired', `The key "${record.name}" expired at ${record.expires_at ?? ''}.`);
  }
  checkOrigin(headers['origin'], record);
  return record.id;
}

export const isExpired = ({ expires_at: at }: KeyRecord, now: number): boolean => at !== null && Date.parse(at) <= now;

/** A key that names origins is for browsers on them: a request without an origin is refused, too. */
function checkOrigin(origin: string | undefined, { allowed_origins: allowed, name }: KeyRecord): void {
  if (allowed === null) return;
  if (origin !== undefined && allowed.some((pattern) => matchesOrigin(origin, pattern))) return;
  const from = origin === undefined ? 'a request without the header Origin' : origin;
  throw forbidden(`The key "${name}" is not for ${from}; it is for ${allowed.join(', ') || 'no origin at all'}.`, {
    code: 'origin_not_allowed',
    details: { origin: origin ?? null, allowed_origins: allowed },
  });
}

/** `https://shop.example`, or `https://*.shop.example` for all below it; `*` is any. */
function matchesOrigin(origin: string, pattern: string): boolean {
  const [from, to] = [origin.toLowerCase(), pattern.toLowerCase().replace(/\/$/, '')];
  if (to === '*' || from === to) return true;
  const [scheme, end] = to.split('://*.');
  return end !== undefined && from.startsWith(`${scheme ?? ''}://`) && from.endsWith(`.${end}`);
}

const refusal = (code: string, message: string): Problem => new Problem({ status: 401, code, message });
