/** What text is cut at. `none` keeps it whole. */
export type SplitBy = 'characters' | 'words' | 'sentences' | 'paragraphs' | 'pages' | 'none';

export interface ChunkOptions {
  readonly splitBy: SplitBy;
  /** Most units in a chunk, from 1. */
  readonly size: number;
  /** Units that a chunk repeats of the one before; less than `size`. */
  readonly overlap: number;
  /** BCP 47; sentences end differently in different languages. */
  readonly language?: string | undefined;
}

export interface Chunk {
  readonly text: string;
  /** Place in the text, in UTF-16 units: `text.slice(start, end)`, white space at the ends left out. */
  readonly start: number;
  readonly end: number;
}

type Span = readonly [start: number, end: number];

/**
 * Cuts text into chunks of `size` units. What lies between the units of a chunk stays as it is; chunks without anything
 * but white space are left out.
 *
 * @example
 * chunkText('One. Two. Three.', { splitBy: 'sentences', size: 2, overlap: 1 }).map(({ text }) => text);
 * // ['One. Two.', 'Two. Three.']
 */
export function chunkText(text: string, { splitBy, size, overlap, language = 'en' }: ChunkOptions): Chunk[] {
  const units = UNITS[splitBy](text, language);
  const chunks: Chunk[] = [];
  for (let first = 0; first < units.length; first += size - overlap) {
    const last = Math.min(first + size, units.length) - 1;
    const chunk = trim(text, [units[first]?.[0] ?? 0, units[last]?.[1] ?? 0]);
    if (chunk !== undefined) chunks.push(chunk);
    if (last === units.length - 1) break;
  }
  return chunks;
}

const UNITS: Readonly<Record<SplitBy, (text: string, language: string) => Span[]>> = {
  none: (text) => [[0, text.length]],
  characters: charactersOf,
  words: (text) => spansOf(text, /\S+/g),
  sentences: sentencesOf,
  paragraphs: (text) => parted(text, /\r?\n[^\S\n]*\r?\n\s*/g),
  pages: (text) => parted(text, /\f/g),
};

/** Whole characters as people count them would need grapheme rules; code points are never cut in two. */
function charactersOf(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const character of text) {
    spans.push([start, start + character.length]);
    start += character.length;
  }
  return spans;
}

function sentencesOf(text: string, language: string): Span[] {
  const segmenter = new Intl.Segmenter(localeOf(language), { granularity: 'sentence' });
  return Array.from(segmenter.segment(text), ({ index, segment }): Span => [index, index + segment.length]).filter(
    ([start, end]) => text.slice(start, end).trim() !== '',
  );
}

function localeOf(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? 'en';
  } catch {
    // No language tag: the rules of English.
    return 'en';
  }
}

const spansOf = (text: string, pattern: RegExp): Span[] =>
  Array.from(text.matchAll(pattern), (match): Span => [match.index, match.index + match[0].length]);

function parted(text: string, separator: RegExp): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const [from, to] of spansOf(text, separator)) {
    spans.push([start, from]);
    start = to;
  }
  spans.push([start, text.length]);
  return spans.filter(([from, to]) => text.slice(from, to).trim() !== '');
}

function trim(text: string, [from, to]: Span): Chunk | undefined {
  const whole = text.slice(from, to);
  const trimmed = whole.trim();
  if (trimmed === '') return undefined;
  const start = from + whole.indexOf(trimmed);
  return { text: trimmed, start, end: start + trimmed.length };
}
