import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstFree, toSlug } from '../../src/server/slug.js';
import { describePattern, SLUG_PATTERN } from '../../src/server/validation/pattern-words.js';

describe('a slug', () => {
  it.each([
    ['Rain Jackets!', 'rain-jackets'],
    ['  Über  Größe ', 'uber-gro-e'],
    ['--a--b--', 'a-b'],
    ['日本', ''],
  ])('of %j is %j', (text, slug) => {
    expect(toSlug(text, 50)).toBe(slug);
  });

  it('is empty or fits its pattern, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 60 }), (text, maxLength) => {
        const slug = toSlug(text, maxLength);
        expect(slug.length).toBeLessThanOrEqual(maxLength);
        if (slug.length > 1) expect(slug).toMatch(new RegExp(SLUG_PATTERN));
      }),
    );
  });

  it('that is taken gets a number, within its length', () => {
    const taken = new Set(['abc', 'abc-2']);
    expect(firstFree('abc', 50, (name) => taken.has(name))).toBe('abc-3');
    expect(firstFree('abcdef', 6, (name) => name === 'abcdef')).toBe('abcd-2');
  });

  it('that is none is told of with one that would do', () => {
    expect(describePattern(SLUG_PATTERN, 'Bad Name')).toContain('"bad-name" would do');
    expect(describePattern('^x$', 'Bad Name')).toBeUndefined();
  });
});
