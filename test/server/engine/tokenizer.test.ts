import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../../../src/server/engine/tokenizer.js';

describe('tokenizer', () => {
  it('lower-cases, folds diacritics and compatibility forms, and splits at anything but letters and digits', () => {
    const { document } = createTokenizer(null);
    expect(document("Crème brûlée: ﬁne, ＡＢＣ-42 don't x Ünïcödé")).toEqual([
      'creme',
      'brulee',
      'fine',
      'abc',
      '42',
      'don',
      'unicode',
    ]);
    expect(document('Привет мир हिन्दी भाषा')).toEqual(['привет', 'мир', 'हिन्दी', 'भाषा']);
  });

  it('drops tokens outside the length limits', () => {
    const { document } = createTokenizer({ min_token_len: 3, max_token_len: 5 });
    expect(document('ab abc abcde abcdef')).toEqual(['abc', 'abcde']);
    expect(createTokenizer({}).document('internationalization ok')).toEqual(['ok']);
  });

  it('keeps punctuation and case when asked', () => {
    expect(createTokenizer({ tokenizer: 'whitespace', lowercase: false }).document('Foo-Bar  a.b\n(x)')).toEqual([
      'Foo-Bar',
      'a.b',
      '(x)',
    ]);
  });

  it('finds words by their beginnings with the prefix tokenizer', () => {
    const { document, query } = createTokenizer({ tokenizer: 'prefix', min_token_len: 2, max_token_len: 4 });
    expect(document('vector db')).toEqual(['ve', 'vec', 'vect', 'db']);
    expect(query('vectors v')).toEqual(['vect']);
  });

  it('cuts scripts without spaces into characters and pairs', () => {
    const { document, query } = createTokenizer({ tokenizer: 'multilingual' });
    expect(document('検索エンジン search')).toEqual(expect.arrayContaining(['search', '検', '検索', 'エン', 'ジン']));
    expect(query('検索').every((token) => document('全文検索').includes(token))).toBe(true);
  });

  it('leaves out English stop words only when the language says so', () => {
    expect(createTokenizer({ language: 'english' }).document('the cat and the hat')).toEqual(['cat', 'hat']);
    expect(createTokenizer({}).document('the cat')).toEqual(['the', 'cat']);
  });

  it('strips HTML tags when asked', () => {
    expect(createTokenizer({ strip_html: true }).document('<p class="big">Hello<br/>world</p>')).toEqual([
      'hello',
      'world',
    ]);
  });

  it.each([
    { tokenizer: 'ngram' },
    { min_token_len: 0 },
    { max_token_len: '9' },
    { min_token_len: 9, max_token_len: 3 },
  ])('refuses the field schema %j', (schema) => {
    expect(() => createTokenizer(schema)).toThrow(expect.objectContaining({ code: 'invalid_payload_index' }));
  });
});
