import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkText, type SplitBy } from '../../../src/server/extractors/chunk-text.js';

const texts = (text: string, splitBy: SplitBy, size: number, overlap = 0) =>
  chunkText(text, { splitBy, size, overlap }).map((chunk) => chunk.text);

describe('cutting text', () => {
  it.each<[SplitBy, string, number, string[]]>([
    ['none', 'One. Two.', 1, ['One. Two.']],
    ['characters', 'abcde', 2, ['ab', 'cd', 'e']],
    ['words', 'one  two\nthree', 2, ['one  two', 'three']],
    ['sentences', 'Dr. No came. He left! Why?', 1, ['Dr.', 'No came.', 'He left!', 'Why?']],
    ['paragraphs', 'a\nb\n\nc\n \nd', 1, ['a\nb', 'c', 'd']],
    ['pages', 'one\ftwo\f\fthree', 1, ['one', 'two', 'three']],
  ])('by %s', (splitBy, text, size, expected) => {
    const found = texts(text, splitBy, size);
    // Whether "Dr." ends a sentence is for the platform's rules to say.
    if (splitBy === 'sentences') expect(found.join(' ')).toBe(expected.join(' '));
    else expect(found).toEqual(expected);
  });

  it('repeats units of the chunk before, and ends with the text', () => {
    expect(texts('a b c d e', 'words', 3, 1)).toEqual(['a b c', 'c d e']);
    expect(texts('a b c d', 'words', 2, 1)).toEqual(['a b', 'b c', 'c d']);
  });

  it('gives nothing for nothing', () => {
    expect(texts(' \n ', 'sentences', 1)).toEqual([]);
    expect(texts('', 'none', 1)).toEqual([]);
  });

  it('cuts no character in two, and tells where each chunk stands', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom<SplitBy>('characters', 'words', 'sentences', 'paragraphs'),
        fc.integer({ min: 1, max: 5 }),
        (text, splitBy, size) => {
          for (const { text: chunk, start, end } of chunkText(text, { splitBy, size, overlap: 0 })) {
            expect(text.slice(start, end)).toBe(chunk);
            expect(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/.test(chunk)).toBe(false);
          }
        },
      ),
    );
  });

  it('leaves out no word without an overlap, and repeats none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1 }),
        fc.integer({ min: 1, max: 4 }),
        (words, size) => {
          expect(texts(words.join(' '), 'words', size).join(' ').split(' ')).toEqual(words);
        },
      ),
    );
  });
});
