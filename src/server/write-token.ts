import type { ServerClock } from './clock.js';
import { badRequest } from './problem.js';

export interface WriteTokens {
  issue(namespaceId: string): string;
  /** Throws the 400 for a token that this instance did not issue for this namespace. */
  verify(token: string, namespaceId: string): void;
}

const PREFIX = 'wt_';
const MAC_LENGTH = 32;

/** Opaque `wt_<payload>.<mac>`: the namespace and the time of the write, signed with the instance's secret. */
export function createWriteTokens({
  sign,
  clock,
}: {
  sign: (message: string) => string;
  clock: ServerClock;
}): WriteTokens {
  const macOf = (payload: string): string => sign(payload).slice(0, MAC_LENGTH);

  return {
    issue(namespaceId) {
      const payload = toBase64Url(JSON.stringify([namespaceId, clock.now()]));
      return `${PREFIX}${payload}.${macOf(payload)}`;
    },
    verify(token, namespaceId) {
      const [, payload, mac] = /^wt_([\w-]+)\.([\w-]+)$/.exec(token) ?? [];
      if (payload === undefined || mac === undefined) {
        throw refuse('it is malformed. Send the write_token of an upsert unchanged');
      }
      if (mac !== macOf(payload)) throw refuse('this server did not issue it');
      const owner = namespaceOf(payload);
      if (owner !== namespaceId)
        throw refuse(`it belongs to the namespace "${owner}", and the read is in "${namespaceId}"`);
    },
  };
}

function refuse(reason: string): Error {
  return badRequest('invalid_write_token', `The X-Write-Token is not valid: ${reason}.`);
}

/** The payload carries a valid signature, so it is what `issue` wrote. */
function namespaceOf(payload: string): string {
  const [namespaceId] = JSON.parse(fromBase64Url(payload)) as [string, number];
  return namespaceId;
}

function toBase64Url(text: string): string {
  const binary = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): string {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}
