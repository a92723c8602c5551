import {
  executeListing,
  getCatalogConfig,
  getCatalogListing,
  getCatalogTemplate,
  listCatalog,
  verifyListingPassword,
} from './marketplace/catalog.js';
import { createListing, deleteListing, publishListing, updateListing } from './marketplace/listings.js';
import { cancelSubscription, getSubscription, listSubscriptions, subscribe } from './marketplace/subscriptions.js';
import type { ResolverTable } from './table.js';

const MARKET_NOTE = 'One organization offers and subscribes. Counts of executions are those since the server started.';

export const marketplaceResolvers = {
  'marketplace.catalog.list': { fidelity: 'behavioural', note: MARKET_NOTE, resolve: listCatalog },
  'marketplace.catalog.get': { fidelity: 'behavioural', note: MARKET_NOTE, resolve: getCatalogListing },
  'marketplace.catalog.config': { fidelity: 'exact', resolve: getCatalogConfig },
  'marketplace.catalog.template': { fidelity: 'exact', resolve: getCatalogTemplate },
  'marketplace.catalog.verify': { fidelity: 'exact', resolve: verifyListingPassword },
  'marketplace.catalog.execute': {
    fidelity: 'behavioural',
    note: 'Searches exactly. Plans limit, but nothing is charged.',
    resolve: executeListing,
  },
  'marketplace.listings.create': { fidelity: 'exact', resolve: createListing },
  'marketplace.listings.update': { fidelity: 'exact', resolve: updateListing },
  'marketplace.listings.publish': { fidelity: 'exact', resolve: publishListing },
  'marketplace.listings.delete': { fidelity: 'exact', resolve: deleteListing },
  'marketplace.subscriptions.create': {
    fidelity: 'behavioural',
    note: 'Takes effect at once: no money moves, and nothing is charged later.',
    resolve: subscribe,
  },
  'marketplace.subscriptions.list': { fidelity: 'behavioural', note: MARKET_NOTE, resolve: listSubscriptions },
  'marketplace.subscriptions.get': { fidelity: 'behavioural', note: MARKET_NOTE, resolve: getSubscription },
  'marketplace.subscriptions.cancel': { fidelity: 'exact', resolve: cancelSubscription },
} satisfies ResolverTable;
