import type { CollectionsMethods } from '../generated/methods.js';
import { collectionTaxonomies, type CollectionTaxonomies } from './collection-taxonomies.js';
import type { Extension } from './extension.js';

export type CollectionsResource = Omit<CollectionsMethods, keyof CollectionTaxonomies> & CollectionTaxonomies;

export const collectionsExtension: Extension<CollectionTaxonomies> = {
  methods: (context) => collectionTaxonomies(context),
};
