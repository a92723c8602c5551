import type { JsonObject } from '../internal/json.js';
import type { Operation } from '../operation.js';
import type { Commit } from './commit.js';
import type { Caller, RequestContext, Services, StateReader, Transaction } from './context.js';
import { copyRecord } from './copy-record.js';
import type { Decoded } from './decode.js';
import type { Incoming } from './exchange.js';
import { findNamespace } from './find-namespace.js';
import type { NamespaceRecord } from './records.js';
import type { State } from './state.js';
import { createTransaction, type StagedTransaction } from './transaction.js';
import type { WriteTokens } from './write-token.js';

export interface ContextParts {
  readonly state: State;
  readonly services: Services;
  readonly commit: Commit;
  readonly writeTokens: WriteTokens;
}

/** A request on its way to its resolver. */
export interface ContextInput {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
  readonly incoming: Incoming;
  readonly caller: Caller;
  readonly decoded: Decoded;
  /** Validated: an object, or nothing. */
  readonly body: unknown;
  /** Holds the transaction once something is staged. */
  readonly exchange: { transaction: StagedTransaction | undefined };
}

/** Looks the namespace up, and refuses a write token that does not fit it. */
export function createContext(parts: ContextParts, input: ContextInput): RequestContext {
  const { operation, path, incoming } = input;
  const namespace = findNamespace(operation, { path, incoming, state: parts.state });
  const token = incoming.headers['x-write-token'];
  const reads = operation.consistency === 'reads';
  if (reads && token !== undefined && namespace !== undefined) parts.writeTokens.verify(token, namespace.id);
  return new Context({ parts, input, record: namespace, view: reads && token === undefined ? 'replica' : 'head' });
}

interface Sources {
  readonly parts: ContextParts;
  readonly input: ContextInput;
  readonly record: Readonly<NamespaceRecord> | undefined;
  readonly view: 'head' | 'replica';
}

/** What only some resolvers ask for, copies above all, is made when it is asked for. */
class Context implements RequestContext {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
  readonly files: Decoded['files'];
  readonly lines: Decoded['lines'];
  readonly caller: Caller;
  readonly view: 'head' | 'replica';
  readonly state: StateReader;
  readonly services: Services;
  readonly origin: string;
  readonly #sources: Sources;
  #namespace: NamespaceRecord | undefined;

  constructor(sources: Sources) {
    const { parts, input } = sources;
    this.operation = input.operation;
    this.path = input.path;
    this.query = input.decoded.query;
    this.headers = input.incoming.headers;
    // Validation let only an object, or nothing, through.
    this.body = (input.body ?? {}) as JsonObject;
    this.files = input.decoded.files;
    this.lines = input.decoded.lines;
    this.caller = input.caller;
    this.view = sources.view;
    this.state = parts.state;
    this.services = parts.services;
    this.origin = input.incoming.target.origin;
    this.#sources = sources;
  }

  get namespace(): NamespaceRecord {
    return (this.#namespace ??= copyRecord(this.sharedNamespace));
  }

  get sharedNamespace(): Readonly<NamespaceRecord> {
    const { record } = this.#sources;
    if (record === undefined)
      throw new Error(`${this.operation.id} has no namespace in its row, but its resolver asks for one.`);
    return record;
  }

  get tx(): Transaction {
    return (this.#sources.input.exchange.transaction ??= createTransaction(this.services.id));
  }

  get signal(): AbortSignal {
    return this.#sources.input.incoming.signal;
  }

  async flush(): Promise<void> {
    const { transaction } = this.#sources.input.exchange;
    if (transaction !== undefined) await this.#sources.parts.commit(transaction);
  }
}
