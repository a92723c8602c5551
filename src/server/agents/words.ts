import { ENGLISH_STOP_WORDS } from '../engine/stop-words.js';

/** Words that ask for what is there. */
const EXECUTION = words(
  'find search show look list which what where who when how many count get give describe compare similar like recommend tell run execute display fetch retrieve explain read more again',
);

/** Words that ask for something new, or for a change. */
const SETUP = words(
  'create make build set setup configure add new define delete remove index ingest upload design draft',
);

/** Words that name what the API has, not what documents are about. */
const THINGS = words(
  'retriever retrievers collection collections document documents namespace namespaces search searches result results item items thing things pipeline tool tools database data one ones',
);

/** Small words beside the stop words that say nothing about a topic. */
const SMALL = words(
  'please me my mine i we us our you your can could would should need want help do does did have has had there here about all any some every using use called named id name first next last them those these it its exist exists am than also just now so up let how what which who where when why is are was were be been',
);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** The words of a text in lower case, in order. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}_-]*/gu) ?? [];
}

/** A word without the ending of a plural, so that "cars" finds "car". */
export const stem = (word: string): string =>
  word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;

/** What a request is about: its words without those that say what to do. */
export function topicOf(text: string): string[] {
  const isSmall = (word: string): boolean =>
    EXECUTION.has(word) || SETUP.has(word) || THINGS.has(word) || SMALL.has(word) || ENGLISH_STOP_WORDS.has(word);
  return [...new Set(wordsOf(text).filter((word) => !isSmall(word)))];
}

/** Words of a request that speak for either intent. */
export function keywordsOf(text: string): { execution: string[]; setup: string[] } {
  const found = [...new Set(wordsOf(text))];
  return {
    execution: found.filter((word) => EXECUTION.has(word)),
    setup: found.filter((word) => SETUP.has(word)),
  };
}

/** The share of the wanted words that a text has. */
export function overlap(wanted: readonly string[], text: string): number {
  if (wanted.length === 0) return 0;
  const there = new Set(wordsOf(text).map(stem));
  return wanted.filter((word) => there.has(stem(word))).length / wanted.length;
}
