import type { Embedder } from './embedders.js';

/** How much of a text's direction each kind of feature gives. */
const WORD_WEIGHT = 1;
const PAIR_WEIGHT = 0.5;
const TRIGRAM_WEIGHT = 0.35;
/** Words this short are mostly articles and prepositions: they count less. */
const SHORT_WORD = 3;
const SHORT_WORD_WEIGHT = 0.3;
/** Places in the vector that one feature touches. More than one softens collisions. */
const PLACES = 4;

/**
 * Lexical stand-in for an embedding model: texts that share words, word pairs or pieces of words come out close.
 * It knows nothing of meaning: "car" and "automobile" are strangers. Deterministic, any dimension, unit length.
 */
export function createLexicalEmbedder(): Embedder {
  return {
    name: 'lexical',
    embed: async (texts, dimension) => texts.map((text) => embedLexically(text, dimension)),
  };
}

export function embedLexically(text: string, dimension: number): Float32Array {
  const sums = new Float64Array(dimension);
  for (const [feature, weight] of featuresOf(text)) addFeature(sums, feature, weight);
  const length = Math.sqrt(sums.reduce((total, value) => total + value * value, 0));
  const vector = new Float32Array(dimension);
  if (length === 0) {
    // Every feature cancelled out, which only tiny dimensions allow: any fixed direction will do.
    vector[0] = 1;
    return vector;
  }
  for (let index = 0; index < dimension; index += 1) vector[index] = (sums[index] ?? 0) / length;
  return vector;
}

/** Feature -> weight; a feature that repeats counts as 1 + ln(times). */
function featuresOf(text: string): Map<string, number> {
  const words = wordsOf(text);
  const counts = new Map<string, { times: number; weight: number }>();
  const count = (feature: string, weight: number): void => {
    const entry = counts.get(feature);
    if (entry === undefined) counts.set(feature, { times: 1, weight });
    else entry.times += 1;
  };
  words.forEach((word, position) => {
    const importance = word.length <= SHORT_WORD ? SHORT_WORD_WEIGHT : 1;
    count(`w:${word}`, WORD_WEIGHT * importance);
    const next = words[position + 1];
    if (next !== undefined) count(`p:${word} ${next}`, PAIR_WEIGHT * importance);
    const padded = `^${word}$`;
    for (let start = 0; start + 3 <= padded.length; start += 1) {
      count(`t:${padded.slice(start, start + 3)}`, TRIGRAM_WEIGHT * importance);
    }
  });
  // A text without words still needs a direction.
  if (words.length === 0) count(`x:${text.trim()}`, 1);
  return new Map([...counts].map(([feature, { times, weight }]) => [feature, weight * (1 + Math.log(times))]));
}

function wordsOf(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  return folded.match(/[\p{L}\p{N}]+/gu) ?? [];
}

function addFeature(sums: Float64Array, feature: string, weight: number): void {
  let hash = hashOf(feature);
  for (let place = 0; place < PLACES; place += 1) {
    hash = scramble(hash + place);
    const index = (hash >>> 1) % sums.length;
    const sign = (hash & 1) === 0 ? 1 : -1;
    sums[index] = (sums[index] ?? 0) + sign * weight;
  }
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** The finaliser of MurmurHash3: spreads every input bit over the result. */
function scramble(value: number): number {
  let hash = value >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
