import type { JsonObject } from '../../internal/json.js';
import type { RequestContext, ResolverResult } from '../context.js';
import { textOf } from '../json-object.js';
import { listBySkip } from '../list-by-position.js';
import { RESOURCE_KINDS, resourcesOf, type ResourceSummary } from '../resource-kinds.js';
import type { ResolverTable } from './table.js';

/** What the API searches; the other kinds belong to the organization. */
const SEARCHED: ReadonlySet<string> = new Set([
  'bucket',
  'collection',
  'retriever',
  'taxonomy',
  'cluster',
  'published_retriever',
  'namespace',
]);

export const resourceSearchResolvers = {
  'resources.search': { fidelity: 'exact', resolve: searchResources },
} satisfies ResolverTable;

interface Match {
  readonly type: string;
  readonly resource: ResourceSummary;
  /** Smaller is better. */
  readonly rank: number;
}

function searchResources({ body, namespace, state }: RequestContext): ResolverResult {
  const query = textOf(body, 'query').trim().toLowerCase();
  const wanted = Array.isArray(body['resource_types']) ? body['resource_types'] : [];
  const matches = RESOURCE_KINDS.filter(
    ({ type }) => SEARCHED.has(type) && (wanted.length === 0 || wanted.includes(type)),
  )
    .flatMap((kind) => resourcesOf(kind, state).map((resource) => ({ type: kind.type, resource })))
    // Namespaces are of the organization, so all of them are looked at.
    .filter(({ type, resource }) => type === 'namespace' || resource.namespaceId === namespace.id)
    .flatMap(({ type, resource }): Match[] => {
      const rank = rankOf(resource, query);
      return rank === undefined ? [] : [{ type, resource, rank }];
    })
    // Newest first among equals.
    .reverse()
    .sort((a, b) => a.rank - b.rank);
  const { items, total } = listBySkip(matches.map(toView), body, 20);
  return { body: { results: items, total, limit: body['limit'] ?? 20, offset: body['offset'] ?? 0 } };
}

/** An equal id or name, one that begins so, one that has it inside, a description that has it. */
function rankOf({ id, name, description }: ResourceSummary, query: string): number | undefined {
  const texts = [id.toLowerCase(), name.toLowerCase()];
  if (texts.includes(query)) return 0;
  if (texts.some((text) => text.startsWith(query))) return 1;
  if (texts.some((text) => text.includes(query))) return 2;
  return description?.toLowerCase().includes(query) === true ? 3 : undefined;
}

function toView({ type, resource }: Match): JsonObject {
  return {
    resource_type: type,
    resource_id: resource.id,
    resource_name: resource.name,
    description: resource.description,
    created_at: resource.createdAt,
    updated_at: resource.updatedAt,
  };
}
