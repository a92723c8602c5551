import type { NamespaceRecord } from '../../src/server/records.js';

/** A standalone namespace as the server keeps it. */
export const namespaceRecord = (changes: Partial<NamespaceRecord> = {}): NamespaceRecord => ({
  id: 'ns',
  namespace_name: 'ns',
  mode: 'standalone',
  vector_configs: [],
  vector_inference_map: {},
  payload_indexes: [],
  feature_extractors: [],
  auto_create_indexes: true,
  description: null,
  namespace_type: 'standard',
  scope: 'org',
  infrastructure: null,
  created_at: '',
  updated_at: '',
  expires_at: null,
  ensured_indexes: [],
  ...changes,
});
