import type { JsonObject } from '../../internal/json.js';
import type { SystemTemplate } from './system-template.js';
import { systemNamespaces } from './system/namespaces.js';
import { systemRetrievers } from './system/retrievers.js';
import { toSystemTemplate, type TemplateType } from './view.js';

const TEMPLATES: Readonly<Partial<Record<TemplateType, readonly SystemTemplate[]>>> = {
  namespace: systemNamespaces,
  retriever: systemRetrievers,
};

/** The templates that come with the server. */
export const systemTemplates = (type: TemplateType): JsonObject[] =>
  (TEMPLATES[type] ?? []).map((template) => toSystemTemplate(type, template));
