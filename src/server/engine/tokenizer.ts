import type { JsonObject } from '../../internal/json.js';
import { EngineError } from './engine-error.js';
import { ENGLISH_STOP_WORDS } from './stop-words.js';

/** Text -> tokens, for the texts of documents and for queries against them. */
export interface Tokenizer {
  document(text: string): string[];
  query(text: string): string[];
}

const TOKENIZERS = ['word', 'whitespace', 'prefix', 'multilingual'] as const;

interface TokenizerOptions {
  tokenizer: (typeof TOKENIZERS)[number];
  minLength: number;
  maxLength: number;
  lowercase: boolean;
  stopWords: ReadonlySet<string>;
  stripHtml: boolean;
}

/**
 * A tokenizer by the `field_schema` of a text index: `tokenizer` (default `word`), `min_token_len` (2) and
 * `max_token_len` (15) in characters, `lowercase` (true), `language` (`english` leaves out stop words), `strip_html` (false).
 *
 * - `word`: runs of letters and digits of any script.
 * - `whitespace`: what stands between white space, punctuation included.
 * - `prefix`: as `word`, and a document is found by the beginnings of its words.
 * - `multilingual`: as `word`, and scripts without spaces are cut into single characters and pairs.
 *
 * Compatibility forms and diacritics are folded (`ﬁ` as `fi`, `é` as `e`). Tokens outside the length limits are dropped.
 *
 * @throws EngineError `invalid_payload_index`
 */
export function createTokenizer(fieldSchema: JsonObject | null | undefined): Tokenizer {
  const options = readOptions(fieldSchema ?? {});
  const words = (text: string): string[] => {
    const folded = fold(options.stripHtml ? stripTags(text) : text, options.lowercase);
    return split(folded, options).filter((token) => !options.stopWords.has(token));
  };
  const { minLength, maxLength } = options;

  if (options.tokenizer !== 'prefix') {
    const tokens = (text: string): string[] =>
      words(text).filter(
        (token) => fits(token, options) || (options.tokenizer === 'multilingual' && isUnspaced(token)),
      );
    return { document: tokens, query: tokens };
  }
  return {
    document: (text) => words(text).flatMap((word) => prefixes(word, options)),
    query: (text) =>
      words(text)
        .map((word) => Array.from(word).slice(0, maxLength))
        .filter((characters) => characters.length >= minLength)
        .map((characters) => characters.join('')),
  };
}

function readOptions(schema: JsonObject): TokenizerOptions {
  const tokenizer = TOKENIZERS.find((name) => name === (schema.tokenizer ?? 'word'));
  if (tokenizer === undefined) {
    throw invalid(`tokenizer ${JSON.stringify(schema.tokenizer)} is unknown; use one of ${TOKENIZERS.join(', ')}`);
  }
  const minLength = readLength(schema, 'min_token_len', 2);
  const maxLength = readLength(schema, 'max_token_len', 15);
  if (minLength > maxLength) throw invalid(`min_token_len ${minLength} is greater than max_token_len ${maxLength}`);
  return {
    tokenizer,
    minLength,
    maxLength,
    lowercase: schema.lowercase !== false,
    stopWords: schema.language === 'english' ? ENGLISH_STOP_WORDS : new Set(),
    stripHtml: schema.strip_html === true,
  };
}

function readLength(schema: JsonObject, key: string, fallback: number): number {
  const value = schema[key] ?? fallback;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
  throw invalid(`${key} ${JSON.stringify(value)} is not a whole number from 1`);
}

const invalid = (problem: string): EngineError => new EngineError('invalid_payload_index', `field_schema: ${problem}.`);

function fold(text: string, lowercase: boolean): string {
  // Only the general combining marks go: those of Indic scripts, Thai or kana are part of the letter.
  const plain = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFKC');
  return lowercase ? plain.toLowerCase() : plain;
}

const stripTags = (text: string): string => text.replace(/<[^<>]*>/g, ' ');

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}ー]+/gu;

const isUnspaced = (token: string): boolean => token.search(UNSPACED) === 0;

function split(text: string, options: TokenizerOptions): string[] {
  if (options.tokenizer === 'whitespace') return text.split(/\s+/u).filter((token) => token !== '');
  if (options.tokenizer !== 'multilingual') return wordsOf(text);
  const unspaced = (text.match(UNSPACED) ?? []).flatMap((run) => {
    const characters = Array.from(run);
    return [...characters, ...characters.slice(1).map((character, i) => `${characters[i]}${character}`)];
  });
  return [...wordsOf(text.replace(UNSPACED, ' ')), ...unspaced];
}

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];

function fits(token: string, { minLength, maxLength }: TokenizerOptions): boolean {
  const { length } = Array.from(token);
  return length >= minLength && length <= maxLength;
}

function prefixes(word: string, { minLength, maxLength }: TokenizerOptions): string[] {
  const characters = Array.from(word);
  const found: string[] = [];
  for (let length = minLength; length <= Math.min(maxLength, characters.length); length++) {
    found.push(characters.slice(0, length).join(''));
  }
  return found;
}
