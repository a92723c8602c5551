import { components } from '../../generated/json-schemas.js';
import type { JsonObject, JsonValue } from '../../internal/json.js';
import { isJsonObject } from '../json-object.js';
import { checkParameters, type ParameterSchemas } from '../retriever/parameters.js';

/** The document's schemas, read as the subset that settings are written in. */
const SCHEMAS = components as ParameterSchemas;

/** Settings by provider; the document has none for the others. */
const CONFIG_SCHEMAS: Readonly<Record<string, string>> = {
  google_drive: 'GoogleDriveConfig',
  s3: 'S3Config',
  snowflake: 'SnowflakeConfig',
  sharepoint: 'SharePointConfig',
  tigris: 'TigrisConfig',
  postgresql: 'PostgreSQLConfig',
  instagram: 'InstagramConfig',
  tiktok: 'TikTokConfig',
  rss: 'RSSConfig',
  http_api: 'HttpApiConfig',
};

/** What is never shown. */
const SECRET_FIELDS: ReadonlySet<string> = new Set([
  'secret_access_key',
  'session_token',
  'client_secret',
  'refresh_token',
  'access_token',
  'private_key',
  'private_key_passphrase',
  'password',
]);

const MASK = '********';

/**
 * Settings with their defaults.
 *
 * @throws Problem 422 naming the field that is missing or wrong
 */
export function readProviderConfig(provider: string, config: JsonObject): JsonObject {
  const schema = CONFIG_SCHEMAS[provider];
  const typed = { ...config, provider_type: config['provider_type'] ?? provider };
  if (schema === undefined) return typed;
  const credentials = config['credentials'];
  const named = isJsonObject(credentials) ? { credentials: nameKind(schema, credentials) } : {};
  const place = ['provider_config'];
  return checkParameters({ ...typed, ...named }, schema, { schemas: SCHEMAS, place, templates: 'filled' });
}

/** Credentials that do not name their kind are of the one whose required fields they have. */
function nameKind(schema: string, credentials: JsonObject): JsonObject {
  if (credentials['type'] !== undefined) return credentials;
  const kinds = SCHEMAS[schema]?.properties?.['credentials']?.anyOf ?? [];
  for (const { $ref } of kinds) {
    const kind = SCHEMAS[$ref?.slice($ref.lastIndexOf('/') + 1) ?? ''];
    const type = kind?.properties?.['type']?.const;
    if (type !== undefined && kind?.required?.every((name) => credentials[name] !== undefined) === true) {
      return { type, ...credentials };
    }
  }
  return credentials;
}

/** The settings as they are shown: secrets, and the values of headers, are masked. */
export function maskSecrets(config: JsonObject): JsonObject {
  return mapObject(config, (value, name): JsonValue => {
    if (SECRET_FIELDS.has(name)) return value === null ? null : MASK;
    if (!isJsonObject(value)) return value;
    return name === 'headers' ? mapObject(value, () => MASK) : maskSecrets(value);
  });
}

/** New settings over old ones; what is left out, or still masked, stays. Credentials of another kind replace all. */
export function mergeConfig(old: JsonObject, given: JsonObject): JsonObject {
  const merged: JsonObject = { ...old };
  for (const [name, value] of Object.entries(given)) {
    const before = merged[name];
    if (value === MASK) continue;
    const isOtherKind =
      isJsonObject(before) && isJsonObject(value) && (value['type'] ?? before['type']) !== before['type'];
    merged[name] = isJsonObject(value) && isJsonObject(before) && !isOtherKind ? mergeConfig(before, value) : value;
  }
  return merged;
}

const mapObject = (object: JsonObject, map: (value: JsonValue, name: string) => JsonValue): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value, name)]));
