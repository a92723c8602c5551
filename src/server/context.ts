import type { Operation } from '../operation.js';
import type { JsonObject } from '../internal/json.js';
import type { KeyScope, Permission, Tier } from './access.js';
import type { ServerClock } from './clock.js';
import type { Files } from './files.js';
import type { FilterUsage } from './filter-usage.js';
import type { Meter } from './meter.js';
import type { Outbound } from './outbound.js';
import type { NamespaceRecord, TableName, TableRecords } from './records.js';
import type { DocumentSpace, StoredDocument } from './document-space.js';
import type { Embedders } from './embed/embedders.js';

export type { KeyScope, Permission, Tier } from './access.js';

/** What a resolver gets. Everything was authenticated, decoded and validated against the document before. */
export interface RequestContext {
  readonly operation: Operation;
  /** Path parameters, decoded. */
  readonly path: Readonly<Record<string, string>>;
  /** Query parameters by the types of the document, defaults filled in. */
  readonly query: Readonly<Record<string, unknown>>;
  /** As received, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON body, or the multipart fields; `{}` when there is none. */
  readonly body: JsonObject;
  /** Multipart files by part name, already streamed to their place. */
  readonly files: Readonly<Record<string, ReceivedFile>>;
  /** NDJSON bodies, line by line as bytes arrive. */
  readonly lines: AsyncIterable<string> | undefined;
  /** The namespace of the path, header or query, looked up by id or name. */
  readonly namespace: NamespaceRecord;
  /** The same without the cost of a copy, for what is only written into the answer. */
  readonly sharedNamespace: Readonly<NamespaceRecord>;
  readonly caller: Caller;
  /** `head` with a valid write token, else `replica`: what a plain read may see. */
  readonly view: 'head' | 'replica';
  readonly state: StateReader;
  /** Staged changes: written to the store and applied together after the resolver returned, or not at all. */
  readonly tx: Transaction;
  readonly services: Services;
  readonly signal: AbortSignal;
  /** Scheme and host that the request came to: where this server can be reached. */
  readonly origin: string;
  /**
   * Commits what was staged so far, for work too large for one transaction. What follows is a transaction of its own.
   * Only in operations that write.
   */
  flush(): Promise<void>;
}

export interface Caller {
  readonly key: string;
  readonly tier: Tier;
  /** Id of a key that this server made; null for any other key. */
  readonly keyId: string | null;
  /** The user whose key it is; null for keys of no known user. */
  readonly userEmail: string | null;
  /** What the key may do; `admin` includes the others. */
  readonly permissions: readonly Permission[];
  /** Resources that the key is limited to; empty: none are excluded. */
  readonly scopes: readonly KeyScope[];
  /** Whose documents it sees, for keys with access control; null sees all. */
  readonly principalId: string | null;
  /** The key's own rate limit, in requests a minute; null: that of the tier. */
  readonly requestsPerMinute: number | null;
}

export interface ReceivedFile {
  readonly filename: string;
  readonly contentType: string;
  readonly size: number;
  readonly sha256: string;
  /** Opens the received bytes again. */
  open(): AsyncIterable<Uint8Array>;
  /** Keeps the file under this name, as long as the state, and returns its stored name. */
  keep(name: string): Promise<string>;
}

/** Reads committed state. Records are copies: changing one changes nothing. */
export interface StateReader {
  get<T extends TableName>(table: T, id: string): TableRecords[T] | undefined;
  /** All records of a table, in order of creation. */
  list<T extends TableName>(table: T): TableRecords[T][];
  /** Ids of the records that `matches` takes, in order of creation, without the cost of copies. */
  ids<T extends TableName>(table: T, matches: (record: Readonly<TableRecords[T]>) => boolean): string[];
  /** By id, else by name. */
  findNamespace(idOrName: string): NamespaceRecord | undefined;
  documents(namespaceId: string): DocumentSpace;
  count(table: TableName): number;
}

export interface Transaction {
  put<T extends TableName>(table: T, record: TableRecords[T]): void;
  delete(table: TableName, id: string): void;
  /** Whole documents, overwriting. Vector indexes of the namespace record are brought in line first. */
  putDocuments(namespaceId: string, documents: readonly StoredDocument[]): void;
  deleteDocuments(namespaceId: string, ids: readonly string[]): void;
  /** Makes the indexes of these payload fields anew from the documents. */
  rebuildIndexes(namespaceId: string, fields: readonly string[]): void;
  /** Removes the namespace's documents and indexes. */
  dropDocuments(namespaceId: string): void;
  /** Runs the named job at `dueAt` on the instance's clock. */
  schedule(kind: string, dueAt: number, payload: JsonObject): void;
  /** Starts this once the changes are committed, outside of any transaction: for work that waits for others. */
  afterCommit(work: BackgroundWork): void;
}

/** Work outside of any transaction. What it returns is run in a transaction of its own. */
export type BackgroundWork = (signal: AbortSignal) => Promise<JobStep | undefined>;

export type JobStep = (context: JobContext) => Promise<void> | void;

/** What belongs to the instance and is not state. */
export interface Services {
  readonly clock: ServerClock;
  /** `id('ns')` -> `ns_...`, unique. */
  readonly id: (prefix: string) => string;
  readonly random: () => number;
  /** SHA-256 of a text, in hex. */
  readonly hash: (text: string) => string;
  readonly embedders: Embedders;
  /** Signs a write token for a namespace. */
  readonly issueWriteToken: (namespaceId: string) => string;
  /** Signs a text with the secret of the instance, in hexadecimal. Begin it with what it is for. */
  readonly sign: (message: string) => string;
  readonly filterUsage: FilterUsage;
  /** What happened, for reports, usage and bills. */
  readonly meter: Meter;
  /** Reaches out of the server, where that is allowed. */
  readonly outbound: Outbound;
  /** SHA-256 in hex; a text counts as UTF-8. */
  readonly sha256: (content: string | Uint8Array) => string;
  /** A body with the defaults of an operation's schema. Throws the 422 when it does not meet it. */
  readonly checkBody: (operationId: string, body: JsonObject) => Promise<JsonObject>;
  /** Kept files. */
  readonly files: Files;
  /** Ids of jobs that wait for a request under way; after a restart nothing holds them. */
  readonly heldJobs: Set<string>;
  readonly settings: ResolverSettings;
}

export interface ResolverSettings {
  /** How long a task takes on the clock. Default 0: done by the next request. */
  readonly taskMs: number;
  /** How long a model deployment takes on the clock. */
  readonly deployMs: number;
  readonly maxArchiveBytes: number;
  readonly version: string;
  /** What callers are entitled to, unless credits led to more. */
  readonly tier: Tier;
}

export type Resolver = (context: RequestContext) => Promise<ResolverResult> | ResolverResult;

/** A body, or a body with a status and headers, or text (of the `Content-Type` among its headers), or events. */
export type ResolverResult =
  | { readonly body: unknown; readonly status?: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly text: string; readonly headers: Readonly<Record<string, string>> }
  | { readonly events: AsyncIterable<unknown>; readonly headers?: Readonly<Record<string, string>> }
  | { readonly namedEvents: AsyncIterable<NamedEvent>; readonly headers?: Readonly<Record<string, string>> };

/** A server-sent event with a name of its own, beside its data. */
export interface NamedEvent {
  readonly event: string;
  readonly data: JsonObject;
}

/** Runs when a job is due, inside a transaction of its own. */
export type JobHandler = (job: { payload: JsonObject }, context: JobContext) => Promise<void> | void;

export interface JobContext {
  readonly state: StateReader;
  readonly tx: Transaction;
  readonly services: Services;
}

/** `exact`: as the API documents it. `behavioural`: right rules, local stand-ins. `shape`: only the form is right. */
export type Fidelity = 'exact' | 'behavioural' | 'shape';
