import type { JsonObject, JsonValue } from '../../internal/json.js';
import { Problem } from '../problem.js';
import { readField, withField } from '../retriever/field.js';
import { COLLECTION_FIELD } from '../enrich/collection-scope.js';
import type { FieldToCopy } from './config.js';
import type { EntryFinder, FoundEntry, JoinSubject } from './find-entry.js';
import type { TaxonomyNode } from './tree.js';

/** What a document belongs to. */
export interface Assignment {
  readonly label: string | null;
  readonly nodeId: string | null;
  readonly path: readonly string[];
  readonly confidence: number;
}

export interface Joined {
  /** The payload with the fields of its entries. */
  readonly payload: JsonObject;
  readonly assignment: Assignment;
  /** Paths of the fields that were written. */
  readonly enrichments: readonly string[];
  /** Why it could not be looked up; null when it could. */
  readonly error: string | null;
}

interface Match {
  readonly node: TaxonomyNode;
  readonly entry: FoundEntry;
}

const UNASSIGNED: Assignment = { label: null, nodeId: null, path: [], confidence: 0 };

/**
 * Joins a document with its entry. In a tree the surest leaf decides, and inner nodes only where no leaf has an entry;
 * the document takes the fields of every entry from the root down, so that nearer ones win.
 */
export async function joinDocument(
  subject: JoinSubject,
  { nodes, finder, flat }: { nodes: readonly TaxonomyNode[]; finder: EntryFinder; flat: boolean },
): Promise<Joined> {
  try {
    const found = await bestMatch(subject, nodes, finder);
    if (found === undefined) return { payload: subject.payload, assignment: UNASSIGNED, enrichments: [], error: null };
    const line: Match[] = [];
    for (const node of found.node.line.slice(0, -1)) {
      const entry = await finder.find(subject, node);
      if (entry !== undefined) line.push({ node, entry });
    }
    return enrich(subject, [...line, found], flat);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { payload: subject.payload, assignment: UNASSIGNED, enrichments: [], error: error.message };
  }
}

async function bestMatch(
  subject: JoinSubject,
  nodes: readonly TaxonomyNode[],
  finder: EntryFinder,
): Promise<Match | undefined> {
  for (const isLeaf of [true, false]) {
    let best: Match | undefined;
    for (const node of nodes) {
      if (node.isLeaf !== isLeaf) continue;
      const entry = await finder.find(subject, node);
      if (entry !== undefined && entry.confidence > (best?.entry.confidence ?? -1)) best = { node, entry };
    }
    if (best !== undefined) return best;
  }
  return undefined;
}

function enrich(subject: JoinSubject, line: readonly Match[], flat: boolean): Joined {
  const { node, entry } = line[line.length - 1] as Match;
  let payload = subject.payload;
  const enrichments = new Set<string>();
  for (const match of line) {
    for (const field of match.node.fields ?? allFields(match.entry.document.payload)) {
      const value = readField(match.entry.document.payload, field.from);
      if (value === undefined) continue;
      payload = withField(payload, field.to, field.append ? appended(readField(payload, field.to), value) : value);
      enrichments.add(field.to);
    }
  }
  const label = flat ? labelOf(entry.document.payload, entry.document.id) : node.name;
  return {
    payload,
    assignment: {
      label,
      nodeId: flat ? entry.document.id : node.id,
      path: flat ? [label] : node.line.map(({ name }) => name),
      confidence: entry.confidence,
    },
    enrichments: [...enrichments],
    error: null,
  };
}

const LABEL_FIELDS = ['label', 'name', 'title'] as const;

/** What an entry is called: its `label`, `name` or `title`, else its id. */
function labelOf(payload: JsonObject, id: string): string {
  for (const field of LABEL_FIELDS) {
    const value = payload[field];
    if (typeof value === 'string' && value !== '') return value;
  }
  return id;
}

function allFields(payload: JsonObject): FieldToCopy[] {
  return Object.keys(payload)
    .filter((name) => !name.startsWith('_') && name !== COLLECTION_FIELD)
    .map((name) => ({ from: name, to: name, append: false }));
}

function appended(present: JsonValue | undefined, value: JsonValue): JsonValue[] {
  const items = [present ?? [], value].flatMap((part) => (Array.isArray(part) ? part : [part]));
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = JSON.stringify(item);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
