import type { JsonObject } from '../../internal/json.js';
import type { SystemTemplate } from './system-template.js';

/** What a template makes. */
export type TemplateType = 'namespace' | 'retriever' | 'cluster' | 'collection' | 'bucket' | 'taxonomy' | 'scaffold';

/** When the templates that come with the server were written. */
const WRITTEN_AT = '2026-01-01T00:00:00Z';

/** A template that comes with the server, as the API describes it. */
export const toSystemTemplate = (type: TemplateType, template: SystemTemplate): JsonObject => ({
  template_id: template.id,
  template_type: type,
  mode: type === 'scaffold' ? 'scaffold' : 'config',
  scope: 'system',
  internal_id: 'system',
  name: template.name,
  description: template.description,
  category: template.category,
  configuration: template.configuration,
  tags: [...template.tags],
  is_active: true,
  is_public: true,
  use_cases: [...template.useCases],
  requirements: [...template.requirements],
  created_by: null,
  source_resource_id: null,
  sample_namespace_id: null,
  created_at: WRITTEN_AT,
  updated_at: WRITTEN_AT,
});
