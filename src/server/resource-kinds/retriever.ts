import { createRetriever } from '../resolvers/retrievers/create.js';
import { retrieversOf } from '../resolvers/retrievers/find.js';
import { fieldsOf } from './definition-fields.js';
import type { ResourceKind } from './kind.js';

const FIELDS = [
  'description',
  'visibility',
  'marketplace_listing_id',
  'requires_subscription',
  'collection_identifiers',
  'stages',
  'input_schema',
  'budget_limits',
  'tags',
  'display_config',
] as const;

export const retrieverKind: ResourceKind = {
  type: 'retriever',
  section: 'retrievers',
  idField: 'retriever_id',
  nameField: 'retriever_name',
  createId: 'retrievers.create',
  create: createRetriever,
  defaults: { visibility: 'private', requires_subscription: false },
  list: (namespace, state) =>
    retrieversOf(namespace.id, state).map(({ id, retriever_name: name, definition }) => ({
      id,
      name,
      definition: fieldsOf(definition, FIELDS),
    })),
};
