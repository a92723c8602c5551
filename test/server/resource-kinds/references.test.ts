import { expect, it } from 'vitest';
import { mapReferences } from '../../../src/server/resource-kinds/references.js';

it('names every collection of a tree: of nodes, of the nodes above them, and those to infer it from', () => {
  const config = {
    hierarchical_nodes: [{ collection_id: 'col_a' }, { collection_id: 'col_b', parent_collection_id: 'col_a' }],
    inference_collections: ['col_c'],
  };
  const named = mapReferences({ config }, ({ type, value }) => `${type} ${value}`);
  expect(named).toEqual({
    config: {
      hierarchical_nodes: [
        { collection_id: 'collection col_a' },
        { collection_id: 'collection col_b', parent_collection_id: 'collection col_a' },
      ],
      inference_collections: ['collection col_c'],
    },
  });
});
