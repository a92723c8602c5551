import type { JsonObject } from '../../../internal/json.js';
import type { OrgModelRecord } from '../../records.js';

/** The only organization of a server. */
export const ORGANIZATION_ID = 'org_local';

const ITEM_FIELDS = [
  'model_id',
  'name',
  'version',
  'model_format',
  'description',
  'framework',
  'task_type',
  'deployed',
  'validation_status',
  'created_at',
  'updated_at',
] as const;

const AVAILABLE_FIELDS = [
  'model_id',
  'name',
  'version',
  'model_format',
  'description',
  'framework',
  'task_type',
] as const;

export const toOrgModelItem = ({ model }: OrgModelRecord): JsonObject => pick(model, ITEM_FIELDS);

export const toAvailableModel = (
  { model, enabled_namespaces: enabled }: OrgModelRecord,
  namespaceId: string,
): JsonObject => ({
  ...pick(model, AVAILABLE_FIELDS),
  enabled_in_namespace: enabled.includes(namespaceId),
});

const pick = (model: JsonObject, fields: readonly string[]): JsonObject =>
  Object.fromEntries(fields.map((field) => [field, model[field] ?? null]));
