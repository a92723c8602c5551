import type { JsonObject, JsonValue } from '../../../internal/json.js';
import type { RequestContext, StateReader } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { isoTime } from '../../iso-time.js';
import { textOf } from '../../json-object.js';
import { conflict, unprocessable, type Violation } from '../../problem.js';
import type { PluginRecord } from '../../records.js';
import type { Inspection } from '../../plugins/inspect.js';
import { NOT_DEPLOYED } from '../../plugins/plugin-record.js';
import { featureUriOf } from '../../plugins/read-manifest.js';
import { ORGANIZATION_ID } from '../models/org-view.js';

/** An archive that is here, and what to call it. */
export interface NewPlugin {
  /** Null for a plugin of the organization. */
  readonly namespaceId: string | null;
  readonly name: string;
  readonly version: string;
  readonly description: string | null;
  readonly sha256: string;
  readonly inspection: Inspection;
  readonly s3Key: string;
  /** The stored bytes. */
  readonly archive: string;
  readonly size: number;
}

export const s3KeyOf = (owner: string, { name, version }: { name: string; version: string }): string =>
  `plugins/${owner}/${name}-${version}.tar.gz`;

const NAME_FORM = /^[a-zA-Z][a-zA-Z0-9_]{2,63}$/;
const VERSION_FORM = /^\d+\.\d+\.\d+$/;

/** The form fields of an upload follow the same rules as the JSON ones. */
export function checkIdentity({ name, version, description }: JsonObject): void {
  const violations: Violation[] = [];
  const refuse = (field: string, message: string): void =>
    void violations.push({ type: 'pattern', location: ['body', field], message });
  if (typeof name !== 'string' || !NAME_FORM.test(name))
    refuse('name', `must be a letter and 2 to 63 letters, digits or "_", such as my_extractor; got ${show(name)}`);
  if (typeof version !== 'string' || !VERSION_FORM.test(version))
    refuse('version', `must be three numbers, such as 1.0.0; got ${show(version)}`);
  if (typeof description === 'string' && description.length > 500)
    refuse('description', `has ${description.length} characters; 500 are allowed`);
  if (violations.length > 0) throw unprocessable(violations);
}

const show = (value: JsonValue | undefined): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/** The plugin that has the name and version already, where it may be replaced because it is not in order. */
export function refuseTakenVersion(
  state: StateReader,
  { namespaceId, name, version }: Pick<NewPlugin, 'namespaceId' | 'name' | 'version'>,
): PluginRecord | undefined {
  const other = state
    .list('plugins')
    .find(
      ({ namespace_id: id, plugin }) => id === namespaceId && plugin['name'] === name && plugin['version'] === version,
    );
  if (other === undefined || other.plugin['validation_status'] === 'failed') return other;
  throw conflict(
    'plugin_already_exists',
    `The plugin "${name}" has a version "${version}" already (${other.id}). Choose another version, or delete that plugin.`,
    { plugin_id: other.id, name, version },
  );
}

/** Stages the record of a plugin, in order or not, in the place of one that was not. */
export function registerPlugin(context: RequestContext, plugin: NewPlugin): PluginRecord {
  const { services, state, tx } = context;
  const { namespaceId, name, version, description, sha256, inspection, s3Key } = plugin;
  const replaced = refuseTakenVersion(state, plugin);
  if (replaced !== undefined) tx.delete('plugins', replaced.id);

  const id = services.id('plg');
  const now = isoTime(services.clock.now());
  const { manifest, errors } = inspection;
  const record: PluginRecord = {
    id,
    namespace_id: namespaceId,
    plugin: {
      plugin_id: id,
      organization_id: ORGANIZATION_ID,
      name,
      version,
      description,
      s3_archive_url: `s3://mixpeek-${s3Key}`,
      code_hash: sha256,
      validation_status: errors.length === 0 ? 'passed' : 'failed',
      validation_errors: [...errors],
      security_scan_passed: inspection.securityPassed,
      manifest: manifest === null ? null : describe(manifest, { name, version }),
      created_at: now,
      updated_at: now,
    },
    realtime: inspection.realtime,
    enabled: namespaceId === null ? {} : { [namespaceId]: NOT_DEPLOYED },
    archive: plugin.archive,
    size: plugin.size,
    created_at: now,
  };
  tx.put('plugins', record);
  publishEvent(context, {
    type: 'plugin.created',
    namespaceId,
    subject: { type: 'plugin', id },
    metadata: { name, version, validation_status: textOf(record.plugin, 'validation_status') },
  });
  return record;
}

/** A manifest without its name or version takes those of the upload, so that it can be looked at. */
const describe = (manifest: JsonObject, { name, version }: { name: string; version: string }): JsonObject => ({
  ...manifest,
  feature_extractor_name: manifest['feature_extractor_name'] ?? name,
  version: manifest['version'] ?? version,
  feature_uri: featureUriOf(name, version, manifest),
});
