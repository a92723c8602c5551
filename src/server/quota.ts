import type { RequestContext, StateReader, Tier } from './context.js';
import { forbidden } from './problem.js';
import { TABLES, type TableName } from './records.js';

/** What a tier limits the number of. */
export type QuotaResource =
  | 'namespaces'
  | 'collections'
  | 'buckets'
  | 'documents'
  | 'retrievers'
  | 'taxonomies'
  | 'clusters'
  | 'api_keys'
  | 'batch_size';

type Quotas = Readonly<Record<QuotaResource, number>>;

/** The documented quotas; `basic` is not documented and lies between its neighbours. */
const QUOTAS: Readonly<Record<Tier, Quotas | undefined>> = {
  free: {
    namespaces: 1,
    collections: 5,
    buckets: 5,
    documents: 10_000,
    retrievers: 3,
    taxonomies: 2,
    clusters: 1,
    api_keys: 2,
    batch_size: 100,
  },
  basic: {
    namespaces: 3,
    collections: 15,
    buckets: 15,
    documents: 100_000,
    retrievers: 10,
    taxonomies: 5,
    clusters: 3,
    api_keys: 5,
    batch_size: 1000,
  },
  pro: {
    namespaces: 10,
    collections: 50,
    buckets: 50,
    documents: 1_000_000,
    retrievers: 50,
    taxonomies: 20,
    clusters: 10,
    api_keys: 10,
    batch_size: 10_000,
  },
  enterprise: undefined,
};

/** How many of a resource a tier may have; `undefined`: as many as it likes. */
export const quotaOf = (tier: Tier, resource: QuotaResource): number | undefined => QUOTAS[tier]?.[resource];

/**
 * Refuses (403) what would take the organization over a quota of the caller's tier.
 * `adding`: how many would be added, by default 1; for `batch_size`, how many the batch has.
 *
 * @example checkQuota(context, 'buckets');
 */
export function checkQuota(
  { caller, state }: Pick<RequestContext, 'caller' | 'state'>,
  resource: QuotaResource,
  adding = 1,
): void {
  const limit = quotaOf(caller.tier, resource);
  if (limit === undefined) return;
  const current = countOf(resource, state);
  if (current + adding <= limit) return;
  const what = resource.replace('_', ' ');
  throw forbidden(
    resource === 'batch_size'
      ? `The ${caller.tier} tier takes ${limit} in one batch, and this one has ${adding}. Send smaller batches.`
      : `The ${caller.tier} tier holds ${limit} ${what}, and there are ${current}. Delete some, or change to a higher tier.`,
    {
      type: 'QuotaExceededError',
      code: 'quota_exceeded',
      details: { resource, current: resource === 'batch_size' ? adding : current, limit, tier: caller.tier },
    },
  );
}

function countOf(resource: QuotaResource, state: StateReader): number {
  switch (resource) {
    case 'batch_size':
      return 0;
    case 'documents':
      return state.ids('namespaces', () => true).reduce((sum, id) => sum + state.documents(id).view('head').size, 0);
    case 'api_keys':
      return state.ids('keys', ({ status, key_type: type }) => status === 'active' && type === 'standard').length;
    default:
      return isTable(resource) ? state.count(resource) : 0;
  }
}

const isTable = (name: string): name is TableName => Object.hasOwn(TABLES, name);
