import type { JsonObject, JsonValue } from '../../internal/json.js';
import type { VisibleDocuments } from './world.js';
import { stem, wordsOf } from './words.js';

export interface FoundDocument {
  readonly document_id: string;
  readonly score: number;
  readonly payload: JsonObject;
}

/** Documents whose texts have words of the query, by the share of the words that they have; equals in order of their ids. */
export function searchDocuments(documents: VisibleDocuments, query: readonly string[]): FoundDocument[] {
  const wanted = [...new Set(query.map(stem))];
  if (wanted.length === 0) return [];
  const found: FoundDocument[] = [];
  for (const id of documents.ids()) {
    const payload = documents.payload(id) ?? {};
    const there = new Set(textsOf(payload).flatMap(wordsOf).map(stem));
    const hits = wanted.filter((word) => there.has(word)).length;
    if (hits > 0) found.push({ document_id: id, score: hits / wanted.length, payload });
  }
  return found.sort((a, b) => b.score - a.score || (a.document_id < b.document_id ? -1 : 1));
}

/** Every text in a payload. */
function textsOf(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return Object.values(value).flatMap(textsOf);
}

const TITLES = ['title', 'name', 'headline', 'subject', 'text', 'content', 'body', 'description', 'caption'];
const LONGEST_LABEL = 80;

/** A document in a few words: its title, or the beginning of its text. */
export function labelOf(fields: JsonObject): string | undefined {
  const named = TITLES.map((name) => fields[name]).find((value) => typeof value === 'string' && value !== '');
  const value = named ?? Object.entries(fields).find(([name, text]) => isText(text) && name !== 'document_id')?.[1];
  if (typeof value !== 'string') return undefined;
  return value.length <= LONGEST_LABEL ? value : `${value.slice(0, LONGEST_LABEL - 3)}...`;
}

const isText = (value: JsonValue): boolean => typeof value === 'string' && value !== '';
