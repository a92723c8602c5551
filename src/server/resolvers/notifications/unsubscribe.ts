import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { readUnsubscribeToken } from '../../notifications/unsubscribe-token.js';

/** For the link of a mail: no key is asked for, the token is signed. */
export function unsubscribe({ query, state, tx, services }: RequestContext): ResolverResult {
  const { token } = query;
  const address = readUnsubscribeToken(typeof token === 'string' ? token : '', services);
  if (state.get('mailOptOuts', address) === undefined) {
    tx.put('mailOptOuts', { id: address, created_at: isoTime(services.clock.now()) });
  }
  return { body: { success: true, message: `No more mails are sent to ${address}.` } };
}
