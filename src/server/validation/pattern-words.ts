import { toSlug } from '../slug.js';

/** Names in addresses: `rain-jackets`. */
export const SLUG_PATTERN = '^[a-z0-9][a-z0-9-]*[a-z0-9]$';

const LONGEST = 60;

/** What a pattern asks for, in words, with a value that would do; `undefined` for patterns that speak for themselves. */
export function describePattern(pattern: string, value: unknown): string | undefined {
  if (pattern !== SLUG_PATTERN) return undefined;
  const slug = toSlug(typeof value === 'string' ? value : '', LONGEST);
  const example = slug.length > 2 ? slug : 'rain-jackets';
  return `must be lower-case letters, digits and "-", and begin and end with a letter or digit: "${example}" would do`;
}
