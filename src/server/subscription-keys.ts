import type { Operation } from '../operation.js';
import type { Caller } from './context.js';
import { forbidden } from './problem.js';

/** Whether the caller is a subscriber of the marketplace, who sees nothing of the organization. */
export const isSubscriptionKey = ({ key }: Caller): boolean => key.startsWith('sub_sk_');

/** Keeps keys of subscriptions to what they are for. */
export function refuseOtherThanCatalog({ id }: Operation, caller: Caller): void {
  if (!isSubscriptionKey(caller) || id.startsWith('marketplace.catalog.')) return;
  throw forbidden(`A key of a subscription uses the marketplace catalogue alone, and not ${id}. Use an API key.`, {
    code: 'key_type_not_allowed',
    details: { key_type: 'marketplace_subscription', operation: id },
  });
}
