import type { JsonObject, JsonValue } from '../../internal/json.js';
import { filledTextOrNull, isJsonObject, objectsOf, textOf } from '../json-object.js';

/** The request of a migration, as its steps read it. */
export interface MigrationSettings {
  readonly type: 'copy' | 're_extract' | 'extend';
  readonly source: string;
  readonly targetId: string | null;
  readonly targetName: string | null;
  readonly extractors: readonly JsonObject[];
  readonly filters: JsonObject;
  readonly isDryRun: boolean;
  readonly webhookUrl: string | null;
  readonly preservesIds: boolean;
  readonly validatesReferences: boolean;
}

export function readSettings(config: JsonObject): MigrationSettings {
  const type = textOf(config, 'migration_type');
  const options = config['retriever_options'];
  const retrieverOptions = isJsonObject(options) ? options : {};
  return {
    type: type === 're_extract' || type === 'extend' ? type : 'copy',
    source: textOf(config, 'source_namespace_id'),
    targetId: filledTextOrNull(config['target_namespace_id']),
    targetName: filledTextOrNull(config['target_namespace_name']),
    extractors: objectsOf(config['feature_extractors']),
    filters: isJsonObject(config['filters']) ? config['filters'] : {},
    isDryRun: config['dry_run'] === true,
    webhookUrl: filledTextOrNull(config['webhook_url']),
    preservesIds: config['preserve_resource_ids'] === true || retrieverOptions['preserve_retriever_ids'] === true,
    validatesReferences: retrieverOptions['validate_references'] !== false,
  };
}

/** Whether documents of this age are wanted. */
export function dateFilter({ filters }: MigrationSettings): (createdAt: string) => boolean {
  const range = isJsonObject(filters['date_range']) ? filters['date_range'] : {};
  const start = timeOf(range['start']) ?? -Infinity;
  const end = timeOf(range['end']) ?? Infinity;
  return (createdAt) => {
    const at = Date.parse(createdAt);
    return at >= start && at <= end;
  };
}

export const timeOf = (value: JsonValue | undefined): number | undefined => {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
};
