import { ENGLISH_STOP_WORDS } from '../engine/stop-words.js';

/** Words of each group that tell it from the others, the most telling first (class-based TF-IDF). */
export function tellingTerms(groups: readonly (readonly string[])[], limit = 10): string[][] {
  const counts = groups.map((texts) => countWords(texts));
  const everywhere = new Map<string, number>();
  for (const group of counts) {
    for (const [word, times] of group.words) everywhere.set(word, (everywhere.get(word) ?? 0) + times);
  }
  const meanSize = counts.reduce((sum, { size }) => sum + size, 0) / Math.max(1, counts.length);
  return counts.map(({ words, size }) =>
    Array.from(words, ([word, times]) => {
      const rarity = Math.log(1 + meanSize / (everywhere.get(word) as number));
      return { word, weight: (times / size) * rarity };
    })
      .sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1))
      .slice(0, limit)
      .map(({ word }) => word),
  );
}

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu;
const MIN_LENGTH = 3;

/** A word counts once per text, so that one long text does not speak for its group. */
function countWords(texts: readonly string[]): { words: Map<string, number>; size: number } {
  const words = new Map<string, number>();
  let size = 0;
  for (const text of texts) {
    const own = new Set((text.toLowerCase().match(WORD) ?? []).filter(isTelling));
    for (const word of own) words.set(word, (words.get(word) ?? 0) + 1);
    size += own.size;
  }
  return { words, size: Math.max(1, size) };
}

const isTelling = (word: string): boolean =>
  word.length >= MIN_LENGTH && !ENGLISH_STOP_WORDS.has(word) && !/^\d+$/.test(word);
