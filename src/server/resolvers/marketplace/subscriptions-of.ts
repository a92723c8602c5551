import type { StateReader } from '../../context.js';

/** Ids of the active subscriptions to a listing. */
export const activeSubscriptions = (state: StateReader, listingId: string): string[] =>
  state.ids('subscriptions', ({ listing_id: id, status }) => id === listingId && status === 'active');
