import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { objectsOf, textOf } from '../../json-object.js';
import { badRequest, conflict } from '../../problem.js';
import type { NamespaceRecord, VectorConfigRecord } from '../../records.js';
import { refuseRepeats, toMetric } from './read-indexes.js';
import { toVectorView } from './view.js';

/**
 * Standalone -> managed, one way. Everything is checked before anything is staged, so a refusal changes nothing.
 * Documents and vectors stay as they are.
 */
export function promoteNamespace({ namespace, body, tx, services }: RequestContext): ResolverResult {
  if (namespace.mode !== 'standalone') {
    throw conflict(
      'namespace_not_standalone',
      `Namespace ${namespace.id} is ${namespace.mode} already; only standalone namespaces can be promoted.`,
      { namespace_id: namespace.id, mode: namespace.mode },
    );
  }
  const mappings = objectsOf(body['vector_mappings']);
  const added = objectsOf(body['add_vectors']);
  const mapped = readMappings(mappings, namespace);
  const configs = [...namespace.vector_configs, ...readAdded(added, namespace)];

  const served = added
    .filter((entry) => typeof entry['inference_service'] === 'string')
    .map((entry) => [textOf(entry, 'name'), textOf(entry, 'inference_service')] as const);
  const inferenceMap: Record<string, string> = {
    ...namespace.vector_inference_map,
    ...mapped,
    ...Object.fromEntries(served),
  };
  tx.put('namespaces', {
    ...namespace,
    mode: 'managed',
    vector_configs: configs,
    vector_inference_map: inferenceMap,
    updated_at: isoTime(services.clock.now()),
  });
  return {
    body: {
      namespace_id: namespace.id,
      previous_mode: 'standalone',
      mode: 'managed',
      status: 'active',
      vector_configs: configs.map(toVectorView),
      vector_inference_map: inferenceMap,
    },
  };
}

function readMappings(mappings: readonly JsonObject[], namespace: NamespaceRecord): Record<string, string> {
  const names = mappings.map((mapping) => textOf(mapping, 'existing_index'));
  refuseRepeats(names, { list: 'vector_mappings', field: 'existing_index' });
  const available = namespace.vector_configs.map((config) => config.name);
  for (const [position, index] of names.entries()) {
    if (available.includes(index)) continue;
    const choice =
      available.length === 0 ? 'The namespace has no vector indexes yet' : `Available: ${available.join(', ')}`;
    throw badRequest(
      'unknown_vector_index',
      `vector_mappings[${position}].existing_index "${index}" is not an index of namespace ${namespace.id}. ${choice}. ` +
        'Use add_vectors to create one.',
      { index, available },
    );
  }
  return Object.fromEntries(
    mappings.map((entry) => [textOf(entry, 'existing_index'), textOf(entry, 'inference_service')]),
  );
}

function readAdded(added: readonly JsonObject[], namespace: NamespaceRecord): VectorConfigRecord[] {
  const taken = namespace.vector_configs.map((config) => config.name);
  return added.map((entry, position) => {
    const name = textOf(entry, 'name');
    if (taken.includes(name)) {
      throw conflict(
        'vector_index_exists',
        `add_vectors[${position}].name "${name}" exists already. Use vector_mappings for existing indexes, or another name.`,
        { index: name, existing: [...taken] },
      );
    }
    taken.push(name);
    return { name, dimension: Number(entry['dimension']), metric: toMetric(entry['metric']) };
  });
}
