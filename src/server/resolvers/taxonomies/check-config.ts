import type { JsonObject, JsonValue } from '../../../internal/json.js';
import { requireCollection, type CollectionScope } from '../../enrich/collection-scope.js';
import { requireRetriever } from '../../enrich/require-retriever.js';
import { isJsonObject } from '../../json-object.js';
import { unprocessable, type Violation } from '../../problem.js';
import { requireCluster } from '../clusters/find.js';
import { isFlat, namedNodes } from '../../taxonomy/config.js';
import { checkTree } from '../../taxonomy/tree.js';

/**
 * Checks a configuration against what there is: retrievers, collections, clusters, the tree.
 * Gives it with its type written out.
 */
export function checkConfig(config: JsonObject, scope: CollectionScope): JsonObject {
  return isFlat(config) ? checkFlat(config, scope) : checkHierarchical(config, scope);
}

function checkFlat(config: JsonObject, scope: CollectionScope): JsonObject {
  const [node] = namedNodes(config);
  requireRetriever(node?.retriever ?? '', { scope, field: 'config.retriever_id' });
  requireCollection(node?.collection ?? '', { scope, field: 'config.source_collection.collection_id' });
  return { ...config, taxonomy_type: 'flat' };
}

function checkHierarchical(config: JsonObject, scope: CollectionScope): JsonObject {
  const nodes = namedNodes(config);
  refuseEmpty(config, nodes.length);
  if (typeof config['retriever_id'] === 'string') {
    requireRetriever(config['retriever_id'], { scope, field: 'config.retriever_id' });
  }
  nodes.forEach((node, index) => {
    const place = `config.hierarchical_nodes[${index}]`;
    requireCollection(node.collection, { scope, field: `${place}.collection_id` });
    const retriever =
      node.retriever ??
      refuse(
        ['body', 'config', 'hierarchical_nodes', index, 'retriever_id'],
        'is required here: neither the taxonomy nor this node names a retriever',
      );
    requireRetriever(retriever, { scope, field: `${place}.retriever_id` });
  });
  checkTree(nodes, 'config.hierarchical_nodes');
  namesIn(config['inference_collections']).forEach((name, index) =>
    requireCollection(name, { scope, field: `config.inference_collections[${index}]` }),
  );
  const clusters = namesIn(config['cluster_ids']).map(
    (name, index) => requireCluster(name, { scope, field: `config.cluster_ids[${index}]` }).id,
  );
  return {
    ...config,
    taxonomy_type: 'hierarchical',
    ...(clusters.length > 0 ? { cluster_ids: clusters } : {}),
  };
}

function refuseEmpty(config: JsonObject, nodes: number): void {
  const inferred = namesIn(config['inference_collections']).length;
  if (nodes === 0 && inferred === 0) {
    refuse(['body', 'config', 'hierarchical_nodes'], 'is required without inference_collections: a tree needs nodes');
  }
  if (inferred === 0) return;
  if (typeof config['inference_strategy'] !== 'string') {
    refuse(['body', 'config', 'inference_strategy'], 'is required with inference_collections: schema, cluster or llm');
  }
  if (config['inference_strategy'] === 'cluster' && namesIn(config['cluster_ids']).length === 0) {
    refuse(['body', 'config', 'cluster_ids'], 'is required for the strategy cluster');
  }
  if (typeof config['retriever_id'] !== 'string') {
    refuse(['body', 'config', 'retriever_id'], 'is required with inference_collections');
  }
}

/** Step analytics that name their step by a field need the field. */
export function checkStepAnalytics(config: JsonObject): void {
  const analytics = config['step_analytics'];
  if (!isJsonObject(analytics) || analytics['step_key_source'] !== 'field_path') return;
  if (typeof analytics['step_key_field_path'] === 'string') return;
  refuse(['body', 'config', 'step_analytics', 'step_key_field_path'], 'is required for step_key_source "field_path"');
}

function refuse(location: Violation['location'], message: string): never {
  throw unprocessable([{ type: 'missing', location, message }]);
}

const namesIn = (value: JsonValue | undefined): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
