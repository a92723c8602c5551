import type { JsonObject, JsonValue } from '../../internal/json.js';
import { parseInstant } from '../engine/instant.js';
import { readPath } from '../engine/read-path.js';
import { identityOf } from '../json-identity.js';
import { isJsonObject, textOf } from '../json-object.js';
import { badRequest } from '../problem.js';
import type { SourceItem } from './source-item.js';

/** The items of a JSON answer: the list at `items_path`, else the answer itself, else its first list. */
export function readItems(text: string, { url, config }: { url: string; config: JsonObject }): SourceItem[] {
  const answer = parse(text, url);
  const path = config['items_path'];
  const list =
    typeof path === 'string' && path !== '' ? at(answer, path) : Array.isArray(answer) ? answer : firstList(answer);
  if (!Array.isArray(list)) {
    const where = typeof path === 'string' && path !== '' ? ` at "${path}"` : '';
    throw badRequest('invalid_source', `${url} answers without a list of items${where}. Set items_path.`, { url });
  }
  const idField = textOf(config, 'id_field') || 'id';
  return list.filter(isJsonObject).map((fields) => toItem(fields, idField));
}

function parse(text: string, url: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw badRequest('invalid_source', `${url} does not answer with JSON.`, { url });
  }
}

const at = (answer: JsonValue, path: string): JsonValue | undefined =>
  isJsonObject(answer) ? readPath(answer, path)[0] : undefined;

const firstList = (answer: JsonValue): JsonValue | undefined =>
  isJsonObject(answer) ? Object.values(answer).find((value) => Array.isArray(value)) : undefined;

function toItem(fields: JsonObject, idField: string): SourceItem {
  const first = (...names: string[]): string | null => {
    for (const name of names) if (typeof fields[name] === 'string') return fields[name];
    return null;
  };
  const [id] = readPath(fields, idField);
  const size = fields['size'] ?? fields['size_bytes'];
  const modified = first('updated_at', 'modified_at', 'created_at');
  return {
    key: typeof id === 'string' || typeof id === 'number' ? String(id) : identityOf(fields),
    name: first('filename', 'name', 'title') ?? '',
    url: first('url', 'file_url', 'link'),
    mimeType: first('mime_type', 'content_type'),
    size: typeof size === 'number' ? size : null,
    modified: modified === null ? null : (parseInstant(modified) ?? null),
    fields,
  };
}
