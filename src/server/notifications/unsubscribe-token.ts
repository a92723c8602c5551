import type { Services } from '../context.js';
import { badRequest } from '../problem.js';

type Sign = Pick<Services, 'sign'>;

const MAC_LENGTH = 32;

/** What the link at the end of a mail holds: the address, signed, so that nobody can unsubscribe another one. */
export function issueUnsubscribeToken(address: string, services: Sign): string {
  const payload = toHex(address);
  return `unsub_${payload}.${macOf(payload, services)}`;
}

/** The address of a token; throws the 400 for one that this instance did not issue. */
export function readUnsubscribeToken(token: string, services: Sign): string {
  const [, payload, mac] = /^unsub_([0-9a-f]+)\.([0-9a-f]+)$/.exec(token) ?? [];
  if (payload === undefined || mac !== macOf(payload, services)) {
    throw badRequest(
      'invalid_unsubscribe_token',
      'The token is not one of this service. Use the link of the mail unchanged.',
    );
  }
  return fromHex(payload);
}

const macOf = (payload: string, { sign }: Sign): string => sign(`unsubscribe:${payload}`).slice(0, MAC_LENGTH);

const toHex = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join('');

const fromHex = (hex: string): string =>
  new TextDecoder().decode(Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16)));
