import type { JsonObject } from '../../internal/json.js';
import { isJsonObject } from '../json-object.js';
import { createCollection, settingsOf } from '../resolvers/collections/create.js';
import { fieldsOf } from './definition-fields.js';
import type { ResourceKind } from './kind.js';

const FIELDS = [
  'description',
  'source',
  'feature_extractor',
  'metadata',
  'schedule',
  'taxonomy_applications',
  'cluster_applications',
  'alert_applications',
  'retriever_enrichments',
] as const;

const EXTRACTOR_FIELDS = [
  'feature_extractor_name',
  'version',
  'params',
  'parameters',
  'input_mappings',
  'field_passthrough',
  'include_all_source_fields',
] as const;

export const collectionKind: ResourceKind = {
  type: 'collection',
  section: 'collections',
  idField: 'collection_id',
  nameField: 'collection_name',
  createId: 'collections.create',
  create: createCollection,
  filledIn: ['feature_extractor.parameters', 'feature_extractor.params'],
  // What comes in follows from the source.
  grown: ['input_schema'],
  list: (namespace, state) =>
    state
      .list('collections')
      .filter((collection) => collection.namespace_id === namespace.id)
      .map((collection) => {
        const settings = settingsOf(collection);
        return {
          id: collection.id,
          name: collection.collection_name,
          definition: {
            ...fieldsOf(settings, FIELDS),
            ...fieldsOf(
              { source: objectOf(settings['source'], ['type', 'bucket_ids', 'collection_ids', 'source_filters']) },
              ['source'],
            ),
            feature_extractor: objectOf(settings['feature_extractor'], EXTRACTOR_FIELDS),
            ...(collection.enabled ? {} : { enabled: false }),
          },
        };
      }),
};

const objectOf = (value: JsonObject[string] | undefined, fields: readonly string[]): JsonObject =>
  isJsonObject(value) ? fieldsOf(value, fields) : {};
