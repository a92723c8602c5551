interface Ranked {
  readonly id: string;
  readonly score: number;
}

const best = (scores: Iterable<readonly [string, number]>): Ranked[] =>
  Array.from(scores, ([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));

/** BM25 with k1 = 1.2 and b = 0.75, by its definition; texts without any of the words are left out. */
export function naiveBm25(texts: ReadonlyMap<string, readonly string[]>, words: readonly string[]): Ranked[] {
  // A text without words is not in the index.
  const indexed = [...texts].filter(([, text]) => text.length > 0);
  const average = indexed.reduce((sum, [, text]) => sum + text.length, 0) / indexed.length;
  const count = (text: readonly string[], word: string): number => text.filter((each) => each === word).length;
  const weigh = (text: readonly string[], word: string): number => {
    const containing = indexed.filter(([, other]) => other.includes(word)).length;
    const rarity = Math.log(1 + (indexed.length - containing + 0.5) / (containing + 0.5));
    const frequency = count(text, word);
    return (rarity * frequency * 2.2) / (frequency + 1.2 * (0.25 + (0.75 * text.length) / average));
  };
  return best(
    indexed
      .filter(([, text]) => words.some((word) => text.includes(word)))
      .map(([id, text]) => [id, words.reduce((sum, word) => sum + weigh(text, word), 0)] as const),
  );
}

/** The sum of 1 / (60 + rank) over the lists, ranks from 1. */
export function rankFusion(lists: readonly (readonly string[])[]): Ranked[] {
  const scores = new Map<string, number>();
  for (const list of lists) list.forEach((id, at) => scores.set(id, (scores.get(id) ?? 0) + 1 / (61 + at)));
  return best(scores);
}
