import type { StateReader } from '../../context.js';
import { conflict } from '../../problem.js';
import { parameterProblem } from '../../retriever/parameter-problem.js';
import { firstFree } from '../../slug.js';
import { describePattern, SLUG_PATTERN } from '../../validation/pattern-words.js';

export const LONGEST_SLUG = 60;

/** Whether another page has the slug. Slugs are unique for all namespaces. */
export const isSlugTaken = (state: StateReader, slug: string, ownId?: string): boolean =>
  state.ids('pages', (page) => page.slug === slug && page.id !== ownId).length > 0;

/** Refuses a slug that cannot be one, or that another page has. */
export function checkSlug(slug: string, state: StateReader, ownId?: string): void {
  if (!new RegExp(SLUG_PATTERN).test(slug)) {
    const message = describePattern(SLUG_PATTERN, slug) ?? 'is not a slug';
    throw parameterProblem([{ type: 'string_pattern_mismatch', location: ['slug'], message }]);
  }
  if (!isSlugTaken(state, slug, ownId)) return;
  const free = firstFree(slug, LONGEST_SLUG, (candidate) => isSlugTaken(state, candidate));
  const message = `A page has the slug "${slug}" already. Choose another, such as "${free}".`;
  throw conflict('page_slug_taken', message, { slug, suggestion: free });
}
