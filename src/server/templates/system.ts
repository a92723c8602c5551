import type { JsonObject } from '../../internal/json.js';
import type { SystemTemplate } from './system-template.js';
import { systemBuckets } from './system/buckets.js';
import { systemClusters } from './system/clusters.js';
import { systemCollections } from './system/collections.js';
import { systemNamespaces } from './system/namespaces.js';
import { systemRetrievers } from './system/retrievers.js';
import { systemScaffolds } from './system/scaffolds.js';
import { systemTaxonomies } from './system/taxonomies.js';
import { toSystemTemplate, type TemplateType } from './view.js';

const TEMPLATES: Readonly<Partial<Record<TemplateType, readonly SystemTemplate[]>>> = {
  bucket: systemBuckets,
  cluster: systemClusters,
  collection: systemCollections,
  namespace: systemNamespaces,
  retriever: systemRetrievers,
  scaffold: systemScaffolds,
  taxonomy: systemTaxonomies,
};

/** The templates that come with the server. */
export const systemTemplates = (type: TemplateType): JsonObject[] =>
  (TEMPLATES[type] ?? []).map((template) => toSystemTemplate(type, template));
