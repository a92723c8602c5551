import type { JsonObject } from '../../internal/json.js';
import { documentIdsOf } from '../collections/documents-of.js';
import { findCollection, type CollectionScope } from '../enrich/collection-scope.js';
import { tellingTerms } from '../clustering/telling-terms.js';
import { textOf } from '../json-object.js';
import { textsIn } from '../enrich/texts-in.js';
import { readInputs, type TaxonomyNodeConfig } from './config.js';

/** What a collection is known by, for the question which one stands above which. */
interface Described {
  readonly collection: string;
  readonly traits: ReadonlySet<string>;
}

/** Documents that a collection is described by. */
const SAMPLE = 1000;
const TERMS = 50;

/** Nodes for `inference_collections` that are not named, each under the collection it is a special case of. */
export function inferNodes(
  config: JsonObject,
  named: readonly TaxonomyNodeConfig[],
  scope: CollectionScope,
): TaxonomyNodeConfig[] {
  const strategy = config['inference_strategy'];
  const collections = stringsOf(config['inference_collections']);
  if (typeof strategy !== 'string' || collections.length === 0) return [];
  const described = collections.map((collection) => ({
    collection,
    traits: traitsOf(collection, strategy, config, scope),
  }));
  // A collection with more fields is a special case; for groups and words it is one with fewer.
  const parentOf =
    strategy === 'schema'
      ? (own: Described) => mostOf(described.filter((other) => isPart(other, own)))
      : (own: Described) => leastOf(described.filter((other) => covers(other, own, thresholdOf(config))));
  const known = new Set(named.map(({ collection }) => collection));
  return described
    .filter(({ collection }) => !known.has(collection))
    .map((own) => ({
      collection: own.collection,
      parent: parentOf(own)?.collection ?? null,
      label: null,
      retriever: textOf(config, 'retriever_id') || null,
      inputs: readInputs(config['input_mappings']),
      fields: null,
    }));
}

function traitsOf(collection: string, strategy: string, config: JsonObject, scope: CollectionScope): Set<string> {
  const { state, namespace } = scope;
  const index = state.documents(namespace.id).view('head');
  const id = findCollection(collection, scope)?.id ?? collection;
  const documents = documentIdsOf(index, id).slice(0, SAMPLE);
  if (strategy === 'schema') {
    return new Set(documents.flatMap((document) => Object.keys(index.payload(document) ?? {})));
  }
  if (strategy === 'cluster') {
    const members = new Set(documents);
    const clusters = new Set(stringsOf(config['cluster_ids']));
    const latest = state.list('clusterMembers').filter(({ cluster_id: cluster }) => clusters.has(cluster));
    return new Set(
      latest.flatMap((record) =>
        Object.entries(record.members).flatMap(([group, inside]) =>
          inside.some(({ document_id: document }) => members.has(document)) ? [`${record.cluster_id} ${group}`] : [],
        ),
      ),
    );
  }
  const [terms = []] = tellingTerms(
    [documents.map((document) => textsIn(index.payload(document) ?? {}).join(' '))],
    TERMS,
  );
  return new Set(terms);
}

const isPart = (smaller: Described, larger: Described): boolean =>
  smaller !== larger &&
  smaller.traits.size > 0 &&
  smaller.traits.size < larger.traits.size &&
  shared(smaller, larger) === 1;

const covers = (larger: Described, smaller: Described, threshold: number): boolean =>
  larger !== smaller &&
  smaller.traits.size > 0 &&
  larger.traits.size > smaller.traits.size &&
  shared(smaller, larger) >= threshold;

/** Part of the traits of one that the other has too. */
const shared = (one: Described, other: Described): number =>
  [...one.traits].filter((trait) => other.traits.has(trait)).length / one.traits.size;

const mostOf = (all: readonly Described[]): Described | undefined =>
  [...all].sort((a, b) => b.traits.size - a.traits.size)[0];

const leastOf = (all: readonly Described[]): Described | undefined =>
  [...all].sort((a, b) => a.traits.size - b.traits.size)[0];

const thresholdOf = (config: JsonObject): number =>
  typeof config['cluster_overlap_threshold'] === 'number' ? config['cluster_overlap_threshold'] : 0.7;

const stringsOf = (value: JsonObject[string] | undefined): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
