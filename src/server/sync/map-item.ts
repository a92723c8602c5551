import type { JsonObject, JsonValue } from '../../internal/json.js';
import { readPath } from '../engine/read-path.js';
import { kindOf } from '../ingest/blob-property.js';
import { FILE_TYPES } from '../ingest/field-value.js';
import { isJsonObject, textOf } from '../json-object.js';
import { badRequest } from '../problem.js';
import type { BucketRecord } from '../records.js';
import type { SourceItem } from './source-item.js';
import { transformValue } from './transform.js';

/** The body of an object request, as a client would send it. */
export interface MappedItem {
  readonly fields: JsonObject;
  readonly blobs: JsonObject[];
}

/**
 * What becomes of an item: by the sync's mapping, else its fields of the same name as those of the bucket's schema.
 *
 * @throws Problem when a required value is missing
 */
export function mapItem(item: SourceItem, mapping: JsonObject | null, bucket: BucketRecord): MappedItem {
  const mappings = mapping?.['mappings'];
  return isJsonObject(mappings) ? mapByRule(item, mappings, bucket) : mapByName(item, bucket);
}

function mapByRule(item: SourceItem, mappings: JsonObject, bucket: BucketRecord): MappedItem {
  const fields: Record<string, JsonValue> = {};
  const blobs: JsonObject[] = [];
  for (const [name, entry] of Object.entries(mappings)) {
    if (!isJsonObject(entry) || !isJsonObject(entry['source'])) continue;
    const value = valueOf(item, entry['source']);
    if (entry['target_type'] === 'blob') {
      if (value !== null) blobs.push(toBlob(name, value, { entry, item, bucket }));
      continue;
    }
    const changed = value === null ? null : transformValue(value, entry['transform']);
    if (changed === null && entry['required'] === true) {
      throw badRequest('missing_value', `"${item.key}" has no value for "${name}", which the mapping requires.`);
    }
    if (changed !== null) fields[name] = changed;
  }
  return { fields, blobs };
}

function toBlob(
  name: string,
  value: JsonValue,
  { entry, item, bucket }: { entry: JsonObject; item: SourceItem; bucket: BucketRecord },
): JsonObject {
  const { properties } = bucket.bucket_schema;
  const named = textOf(entry, 'blob_property');
  // `content` is what the property is called when nobody names it; the mapping's own name is the better guess then.
  const property = named !== '' && (named !== 'content' || !Object.hasOwn(properties, name)) ? named : name;
  const type = textOf(entry, 'blob_type');
  const mimeType = textOf(entry, 'mime_type_override') || item.mimeType || '';
  const kind = type === '' || type === 'auto' ? (properties[property]?.type ?? kindOf(mimeType) ?? 'text') : type;
  return { property, type: kind, data: value, metadata: mimeType === '' ? {} : { mime_type: mimeType } };
}

function mapByName(item: SourceItem, bucket: BucketRecord): MappedItem {
  const fields: Record<string, JsonValue> = {};
  const blobs: JsonObject[] = [];
  for (const [name, { type }] of Object.entries(bucket.bucket_schema.properties)) {
    const [value] = readPath(item.fields, name);
    if (value === undefined || value === null) continue;
    if (FILE_TYPES.has(type)) blobs.push({ property: name, type, data: value });
    else fields[name] = value;
  }
  return { fields, blobs };
}

/** Null where the item has none. */
function valueOf(item: SourceItem, source: JsonObject): JsonValue {
  switch (source['type']) {
    case 'constant':
      return source['value'] ?? null;
    case 'file':
      return item.url;
    case 'filename_regex': {
      const match = toRegExp(textOf(source, 'pattern')).exec(item.name);
      return match === null ? (source['default'] ?? null) : (match[1] ?? match[0]);
    }
    case 'folder_path':
      return folderOf(item, source);
    case 'rss_field':
      return readPath(item.fields, textOf(source, 'field'))[0] ?? null;
    case 'column':
      return readPath(item.fields, textOf(source, 'name'))[0] ?? null;
    default:
      return readPath(item.fields, textOf(source, 'key'))[0] ?? null;
  }
}

function toRegExp(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch {
    throw badRequest('invalid_pattern', `"${pattern}" is no regular expression.`, { pattern });
  }
}

function folderOf({ url }: SourceItem, { segment, full_path: full }: JsonObject): string | null {
  const path = url !== null && URL.canParse(url) ? new URL(url).pathname : (url ?? '');
  const parts = path
    .split('/')
    .slice(0, -1)
    .filter((part) => part !== '');
  if (full === true) return `/${parts.join('/')}`;
  return parts.at(typeof segment === 'number' ? segment : -1) ?? null;
}
