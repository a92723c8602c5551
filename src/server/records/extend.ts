import type { JsonObject } from '../../internal/json.js';

/** The tables of templates, plugins and migrations. */
export interface ExtendTables {
  templates: TemplateRecord;
  plugins: PluginRecord;
  pluginUploads: PluginUploadRecord;
  migrations: MigrationRecord;
}

export interface TemplateRecord {
  id: string;
  /** The template as the API describes it. */
  template: JsonObject;
  /** Whom a template of the scope `user` belongs to; null for the others. */
  owner: string | null;
  created_at: string;
}

/** A plugin of one namespace, or of the organization, in all namespaces that enabled it. */
export interface PluginRecord {
  id: string;
  /** Null for a plugin of the organization. */
  namespace_id: string | null;
  /** The plugin as the API describes it, but for whether it runs. */
  plugin: JsonObject;
  /** It has a `realtime.py`. */
  realtime: boolean;
  /** By namespace: how it is used there. One entry for a namespace's own. */
  enabled: Record<string, PluginUse>;
  /** Stored name of its archive. */
  archive: string;
  /** Of the archive, in bytes. */
  size: number;
  created_at: string;
}

export interface PluginUse {
  state: 'not_deployed' | 'queued' | 'deployed';
  /** When the deployment was asked for; null when none is under way. */
  queued_at: string | null;
  deployed_at: string | null;
  params: JsonObject | null;
}

export interface PluginUploadRecord {
  id: string;
  /** Null for a plugin of the organization. */
  namespace_id: string | null;
  /** The request that began it. */
  request: JsonObject;
  /** Where the service would keep the archive. */
  s3_key: string;
  expires_at: string;
}

export interface MigrationRecord {
  id: string;
  /** The source. */
  namespace_id: string;
  /** Its state as the API describes it. */
  migration: JsonObject;
  created_at: string;
}
