import type { JsonObject } from '../../internal/json.js';
import type { SystemTemplate } from './system-template.js';
import { systemBuckets } from './system/buckets.js';
import { systemCollections } from './system/collections.js';
import { systemNamespaces } from './system/namespaces.js';
import { systemRetrievers } from './system/retrievers.js';
import { systemScaffolds } from './system/scaffolds.js';
import { toSystemTemplate, type TemplateType } from './view.js';

const TEMPLATES: Readonly<Partial<Record<TemplateType, readonly SystemTemplate[]>>> = {
  bucket: systemBuckets,
  collection: systemCollections,
  namespace: systemNamespaces,
  retriever: systemRetrievers,
  scaffold: systemScaffolds,
};

/** The templates that come with the server. */
export const systemTemplates = (type: TemplateType): JsonObject[] =>
  (TEMPLATES[type] ?? []).map((template) => toSystemTemplate(type, template));
