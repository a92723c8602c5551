import type { JsonObject, JsonValue } from '../../internal/json.js';
import { isJsonObject, objectsOf, textOf } from '../json-object.js';
import { withField } from '../retriever/field.js';
import type { ClusterGroupRecord, ClusterMembersRecord, ClusterRecord, ClusterRunRecord } from '../records.js';

/** What a run says about a document. */
export interface Membership {
  readonly group: ClusterGroupRecord;
  readonly distance: number | null;
}

/** Document -> its group. Where groups stand in groups, the innermost; where there are several, the first. */
export function membershipsOf(run: ClusterRunRecord, { members }: ClusterMembersRecord): Map<string, Membership> {
  const found = new Map<string, Membership>();
  const outer = new Set(run.groups.flatMap(({ parent_id: parent }) => parent ?? []));
  for (const group of run.groups) {
    if (outer.has(group.id)) continue;
    for (const { document_id: id, distance } of members[group.id] ?? []) {
      if (!found.has(id)) found.set(id, { group, distance });
    }
  }
  return found;
}

interface Mapping {
  readonly source: string;
  readonly target: string;
}

const USUAL: readonly Mapping[] = [
  { source: 'cluster_id', target: 'cluster_id' },
  { source: 'label', target: 'cluster_label' },
];

/** Which fields the runs of a cluster write. */
export function mappingsOf({ definition }: ClusterRecord): readonly Mapping[] {
  const config = definition['source_enrichment_config'];
  const mappings = objectsOf(isJsonObject(config) ? config['field_mappings'] : []).map((mapping) => ({
    source: textOf(mapping, 'source_field'),
    target: textOf(mapping, 'target_field'),
  }));
  return mappings.length > 0 ? mappings : USUAL;
}

/** Names that `source_field` may have. */
export const GROUP_FIELDS = ['cluster_id', 'label', 'summary', 'keywords', 'run_id', 'distance'] as const;

export function withGroup(
  payload: JsonObject,
  { run, membership, mappings }: { run: ClusterRunRecord; membership: Membership; mappings: readonly Mapping[] },
): JsonObject {
  const { group, distance } = membership;
  const values: Readonly<Record<string, JsonValue>> = {
    cluster_id: group.id,
    label: group.label,
    summary: group.summary,
    keywords: group.keywords ?? [],
    run_id: run.id,
    distance,
  };
  return mappings.reduce((fields, { source, target }) => withField(fields, target, values[source] ?? null), payload);
}
