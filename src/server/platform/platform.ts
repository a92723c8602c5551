import type { Store } from '../storage/store.js';

/** What differs between Node and browsers. Everything else in the server runs on web standards alone. */
export interface Platform {
  createHash(): Hash;
  hmac(key: string, message: string): string;
  /** Opens the instance's storage: files beside a store, in `dataDir` or nowhere lasting. */
  openStorage(dataDir: string | undefined): Promise<Storage>;
  /** Serves over HTTP; absent where that is impossible. */
  listen?: Listen;
}

/** SHA-256, fed in pieces. */
export interface Hash {
  update(bytes: Uint8Array): void;
  hex(): string;
}

export interface Storage {
  readonly store: Store;
  /** A place for bytes that arrive. */
  createSpool(): Promise<Spool>;
  /** The bytes of a kept file, by its stored name. */
  openFile(name: string): AsyncIterable<Uint8Array>;
  /** Removes a kept file by its stored name. */
  removeFile(name: string): Promise<void>;
  /** Removes kept files that no record names any more. */
  removeFilesExcept(names: ReadonlySet<string>): Promise<void>;
  close(): Promise<void>;
}

/** Bytes that arrived with a request. Discarded with it unless kept. */
export interface Spool {
  write(bytes: Uint8Array): Promise<void>;
  /** Ends the writing. */
  end(): Promise<void>;
  open(): AsyncIterable<Uint8Array>;
  /** Keeps the bytes under this name, as long as the storage lasts, and returns the stored name. */
  keep(name: string): Promise<string>;
  discard(): Promise<void>;
}

export type Listen = (handler: HttpHandler, options: ListenOptions) => Promise<Listening>;

export type HttpHandler = (incoming: import('../exchange.js').Incoming) => Promise<import('../exchange.js').Outgoing>;

/** Where to serve. */
export interface ListenOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default `127.0.0.1`: only this machine. */
  readonly host?: string;
}

/** A server that takes requests over HTTP. */
export interface Listening {
  /** `http://127.0.0.1:4010` */
  readonly url: string;
  readonly port: number;
  /** Takes no new requests, lets those under way end, then closes every connection. */
  close(): Promise<void>;
}
