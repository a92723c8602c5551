import type { JsonObject, JsonValue } from '../../internal/json.js';
import { parseInstant } from '../engine/instant.js';
import type { SourceItem } from './source-item.js';

/** Whether an item passes all given conditions. What the source does not tell passes. */
export function passes(item: SourceItem, filters: JsonObject | null): boolean {
  if (filters === null) return true;
  const {
    include_patterns,
    exclude_patterns,
    min_size_bytes,
    max_size_bytes,
    modified_after,
    modified_before,
    mime_types,
  } = filters;
  const matches = (patterns: JsonValue | undefined): boolean | undefined =>
    textsOf(patterns)?.some((pattern) => toPattern(pattern).test(item.name));
  const { size, modified, mimeType } = item;
  return (
    matches(include_patterns) !== false &&
    matches(exclude_patterns) !== true &&
    (size === null || (size >= number(min_size_bytes, -Infinity) && size <= number(max_size_bytes, Infinity))) &&
    (modified === null ||
      (modified > instant(modified_after, -Infinity) && modified < instant(modified_before, Infinity))) &&
    (mimeType === null || textsOf(mime_types)?.some((type) => toPattern(type).test(mimeType)) !== false)
  );
}

/** Undefined for no list, and for an empty one: it asks for nothing. */
function textsOf(value: JsonValue | undefined): string[] | undefined {
  const texts = Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
  return texts.length === 0 ? undefined : texts;
}

/** `*` and `?` within a part of a path, `**` across parts. */
function toPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*|\*|\?/g, (token) => (token === '**' ? '.*' : token === '*' ? '[^/]*' : '[^/]'));
  return new RegExp(`^${source}$`, 'i');
}

const number = (value: JsonValue | undefined, fallback: number): number =>
  typeof value === 'number' ? value : fallback;

const instant = (value: JsonValue | undefined, fallback: number): number =>
  typeof value === 'string' ? (parseInstant(value) ?? fallback) : fallback;
