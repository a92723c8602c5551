import type { JsonObject } from '../../internal/json.js';
import { distanceOf } from '../clustering/metrics.js';
import { featuresOf } from '../cluster/definition.js';
import type { StateReader } from '../context.js';
import { COLLECTION_FIELD } from '../enrich/collection-scope.js';
import { isJsonObject, textOf } from '../json-object.js';
import type { NamespaceRecord, TriggerRecord } from '../records.js';
import { stringsOf } from '../resolvers/retrievers/definition.js';

/** What a condition is measured against. */
export interface Snapshot extends JsonObject {
  document_count: number;
  /** Mean of the vectors; null where there are none. */
  mean: number[] | null;
}

export interface Measurement extends JsonObject {
  value: number;
  threshold: number;
  met: boolean;
}

interface Source {
  readonly state: StateReader;
  readonly namespace: NamespaceRecord;
}

/** The documents that the condition of a trigger is about, as they are now. */
export function takeSnapshot(trigger: TriggerRecord, { state, namespace }: Source): Snapshot {
  const { schedule_config: schedule, action_config: action } = trigger;
  const clusterId = textOf(action, 'cluster_id');
  const described = isJsonObject(action['execution_config']) ? action['execution_config'] : {};
  const definition = state.get('clusters', clusterId)?.definition ?? {
    ...(isJsonObject(described['config']) ? described['config'] : {}),
    collection_ids: described['collection_ids'] ?? [],
  };
  const named = textOf(schedule, 'collection_id') || textOf(action, 'collection_id');
  const collections = named === '' ? stringsOf(definition['collection_ids']) : [named];
  const index = state.documents(namespace.id).view('head');
  const ids =
    collections.length === 0
      ? index.ids()
      : index.select({ field: COLLECTION_FIELD, operator: 'in', value: collections });
  const vector = isJsonObject(definition['vector_config']) ? definition['vector_config'] : {};
  const feature = textOf(schedule, 'feature_uri') || featuresOf(vector)[0] || namespace.vector_configs[0]?.name || '';
  const name = feature.slice(feature.lastIndexOf('/') + 1);
  return { document_count: ids.length, mean: meanOf(ids.flatMap((id) => index.vector(id, name) ?? [])) };
}

function meanOf(vectors: readonly Float32Array[]): number[] | null {
  const [first] = vectors;
  if (first === undefined) return null;
  return Array.from(first, (_, axis) => vectors.reduce((sum, vector) => sum + (vector[axis] ?? 0), 0) / vectors.length);
}

const cosine = distanceOf('cosine');

/** The number of documents, or how far their mean moved since the baseline (cosine distance, 0 to 2). */
export function measure(trigger: TriggerRecord, snapshot: Snapshot): Measurement {
  const { schedule_config: config, baseline } = trigger;
  const threshold = Number(config['threshold']);
  const value = config['condition_type'] === 'drift' ? drift(baseline, snapshot) : snapshot.document_count;
  return { value, threshold, met: compare(value, threshold, textOf(config, 'operator') || 'gte') };
}

function drift(baseline: JsonObject | null, { mean }: Snapshot): number {
  const before = baseline?.['mean'];
  if (!Array.isArray(before) || mean === null || before.length !== mean.length) return 0;
  return cosine(Float64Array.from(before, Number), Float64Array.from(mean));
}

function compare(value: number, threshold: number, operator: string): boolean {
  switch (operator) {
    case 'gt':
      return value > threshold;
    case 'lte':
      return value <= threshold;
    case 'lt':
      return value < threshold;
    default:
      return value >= threshold;
  }
}
