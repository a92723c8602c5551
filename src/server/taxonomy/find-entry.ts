import type { JsonObject, JsonValue } from '../../internal/json.js';
import { collectionsFor } from '../collections/collections-for.js';
import type { JobContext } from '../context.js';
import type { CompiledFilter } from '../engine/index.js';
import { COLLECTION_FIELD, type CollectionScope } from '../enrich/collection-scope.js';
import { requireRetriever } from '../enrich/require-retriever.js';
import { isoTime } from '../iso-time.js';
import { toDefinition } from '../resolvers/retrievers/definition.js';
import { compileRetriever, type CompiledRetriever } from '../retriever/compile.js';
import { readField } from '../retriever/field.js';
import type { RankedDocument } from '../retriever/ranked-document.js';
import { startExecution } from '../retriever/run.js';
import { readSecret } from '../secrets.js';
import type { InputSource } from './config.js';
import type { TaxonomyNode } from './tree.js';

/** A document to be joined: stored, or sent along with the request. */
export interface JoinSubject {
  readonly id: string;
  readonly payload: JsonObject;
  readonly vectors: Readonly<Record<string, ArrayLike<number>>>;
}

/** The entry that a document belongs to. */
export interface FoundEntry {
  readonly document: RankedDocument;
  /** 0 to 1: the similarity by vectors where the retriever has one, else its score. */
  readonly confidence: number;
}

/** Looks up entries; retrievers are compiled once. */
export interface EntryFinder {
  /** `undefined` where the retriever finds none. Throws a Problem when the document lacks what the retriever needs. */
  find(subject: JoinSubject, node: TaxonomyNode): Promise<FoundEntry | undefined>;
}

export interface EntryFinderOptions extends Pick<JobContext, 'services'> {
  readonly scope: CollectionScope;
  /** In place of the retrievers of the nodes. */
  readonly retriever?: string | undefined;
  /** What the caller may read; without it: everything. */
  readonly readable?: CompiledFilter | undefined;
}

export function createEntryFinder({ scope, services, retriever, readable }: EntryFinderOptions): EntryFinder {
  const { state, namespace } = scope;
  const collections = collectionsFor(scope);
  const compiled = new Map<string, CompiledRetriever>();
  const compile = (idOrName: string): CompiledRetriever => {
    const known = compiled.get(idOrName);
    if (known !== undefined) return known;
    const record = requireRetriever(idOrName, { scope, field: 'retriever_id' });
    const made = compileRetriever(toDefinition(record.definition), { namespace, collections });
    compiled.set(idOrName, made);
    return made;
  };
  const index = state.documents(namespace.id).view('head');

  return {
    async find(subject, node) {
      const run = startExecution(
        {
          retriever: compile(retriever ?? node.retriever ?? ''),
          inputs: readInputs(subject, node.inputs),
          filters: { AND: [{ field: COLLECTION_FIELD, operator: 'eq', value: node.id }] },
          context: { namespace_id: namespace.id, now: isoTime(services.clock.now()) },
        },
        {
          namespace,
          collections,
          readable,
          index,
          embedders: services.embedders,
          readSecret: (name) => readSecret(state, name),
          random: services.random,
          stopwatch: () => performance.now(),
          signal: NEVER,
          onUnindexedField: () => undefined,
        },
      );
      for (;;) {
        const step = await run.next();
        if (step.done !== true) continue;
        // A document that is an entry itself is no entry of its own.
        const best = step.value.documents.find(({ id }) => id !== subject.id);
        return best === undefined ? undefined : { document: best, confidence: confidenceOf(best) };
      }
    },
  };
}

/** Nothing breaks a join off: it is part of a transaction. */
const NEVER = new AbortController().signal;

function confidenceOf({ featureScores, score }: RankedDocument): number {
  const similarities = Object.values(featureScores);
  const value = similarities.length === 0 ? score : Math.max(...similarities);
  return Math.min(1, Math.max(0, value));
}

function readInputs(subject: JoinSubject, sources: readonly InputSource[]): JsonObject {
  const inputs = sources.flatMap((source): [string, JsonValue][] => {
    const value = readInput(subject, source);
    return value === undefined ? [] : [[source.key, value]];
  });
  return Object.fromEntries(inputs);
}

function readInput({ payload, vectors }: JoinSubject, { source, path, override }: InputSource): JsonValue | undefined {
  if (override !== undefined) return override;
  if (source === 'literal') return undefined;
  if (source === 'payload') return readField(payload, path);
  // `features.text_8` is another way to write `text_8`.
  const name = path.slice(path.lastIndexOf('.') + 1);
  const vector = vectors[path] ?? vectors[name];
  return vector === undefined ? readField(payload, path) : Array.from(vector);
}
