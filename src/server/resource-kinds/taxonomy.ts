import { createTaxonomy } from '../resolvers/taxonomies/change.js';
import { fieldsOf } from './definition-fields.js';
import type { ResourceKind } from './kind.js';

export const taxonomyKind: ResourceKind = {
  type: 'taxonomy',
  section: 'taxonomies',
  idField: 'taxonomy_id',
  nameField: 'taxonomy_name',
  createId: 'taxonomies.create',
  create: createTaxonomy,
  // The newest version: earlier ones are history.
  list: (namespace, state) =>
    state
      .list('taxonomies')
      .filter((taxonomy) => taxonomy.namespace_id === namespace.id)
      .map(({ id, taxonomy_name: name, versions }) => {
        const { description = null, config = {} } = versions.at(-1) ?? {};
        return { id, name, definition: fieldsOf({ description, config }, ['description', 'config']) };
      }),
};
