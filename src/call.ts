/** Shapes of a call that generated method types, transport and resources share. No values. */

/** A dense vector. `Float32Array` is the cheapest to hold and to send. */
export type Vector = readonly number[] | Float32Array;

/** Anything that can be uploaded: a path (Node), bytes, a Blob or File, a stream, or `{ open }`, which is called again for each attempt. */
export type Uploadable =
  string | Uint8Array | ArrayBuffer | Blob | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | UploadSource;

/** An upload with a name, or one that can be opened again for a retry. */
export interface UploadSource {
  /** File name sent to the service. Default: taken from the path or the File, else `upload`. */
  filename?: string;
  /** Size in bytes when known; makes `Content-Length` and percentages possible. */
  size?: number;
  /** Opens the bytes from the beginning; called once per attempt. */
  open: () => AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;
}

/** How far an upload is. */
export interface UploadProgress {
  /** Bytes handed to the socket in this attempt. */
  loaded: number;
  /** Total bytes, when known. */
  total: number | undefined;
  /** 1 for the first attempt; a retry starts again from 0 bytes. */
  attempt: number;
}

/** `session`: reads see this client's own writes (default). `eventual`: plain reads, which catch up within about 30 seconds. */
export type Consistency = 'session' | 'eventual';

/** Precision of the numbers of `number[]` vectors on the wire. */
export type VectorPrecision = 'float32' | 'float64';

/** How request bodies are compressed. */
export type Compression = 'gzip' | false;

/** What vectors of an answer are: `number[]` or `Float32Array`. */
export type ResultVectors = 'array' | 'float32';

/** An answer whose documents' vectors are `Float32Array`s, as `resultVectors: 'float32'` makes them. */
export type WithFloat32Vectors<Body> = Body extends readonly (infer Item)[]
  ? WithFloat32Vectors<Item>[]
  : Body extends object
    ? {
        [Key in keyof Body]: Key extends 'vectors'
          ? Readonly<Record<string, Float32Array>> | null | undefined
          : Key extends 'documents' | 'results'
            ? WithFloat32Vectors<Body[Key]>
            : Body[Key];
      }
    : Body;

/** Options of a single call; each overrides the client's option of the same name. `undefined` leaves that as it is. */
export interface RequestOptions {
  /** Namespace id or name for this call. Wins over `params.namespace_id` and over the client's. */
  namespace?: string | undefined;
  /** Cancels the call, in whatever phase it is. */
  signal?: AbortSignal | undefined;
  /** Limit for each attempt, in milliseconds, until the last byte of the answer, or the first of an event stream. `0`: none. */
  timeoutMs?: number | undefined;
  /** Limit for the whole call in milliseconds: all attempts, back-off and body. `0`: none. */
  deadlineMs?: number | undefined;
  /** Further attempts after the first. */
  maxRetries?: number | undefined;
  /** Extra headers. `null` removes one. Names are case-insensitive. */
  headers?: Readonly<Record<string, string | null>> | undefined;
  /** `session`: see this client's own writes. `eventual`: a plain read. */
  consistency?: Consistency | undefined;
  /** Write token to read with, in place of the remembered one. `null`: send none. */
  writeToken?: string | null | undefined;
  /**
   * How the elements of `number[]` vectors of an upsert are written. `float32` (default): rounded to what an index keeps, at half
   * the size. `float64`: with all their digits. A `Float32Array` is always written exactly.
   */
  vectorPrecision?: VectorPrecision | undefined;
  /**
   * What documents' dense vectors come back as, where they are asked for (`return_vectors`). `array` (default): `number[]`.
   * `float32`: `Float32Array`, read from the answer without a list of doubles; a thousand documents take
   * half to two thirds of the time and a quarter of the memory.
   */
  resultVectors?: ResultVectors | undefined;
  /**
   * `gzip`: JSON bodies of more than 16 KiB are compressed as they are sent, for a service that takes `Content-Encoding: gzip`.
   * Vectors shrink to under half. It pays where the line carries less than
   * what one core compresses, about 100 MB/s. Default `false`.
   */
  compression?: Compression | undefined;
  /** Sends a read a second time when its answer is slow to begin. `false`: this call is not. See `HedgeOptions`. */
  hedge?: HedgeOptions | false | undefined;
  /**
   * `true`: a read that is the same as one under way waits for that one's answer, and gets a copy of its own. Giving up ends
   * the request only when nobody waits for it any more. Default `false`.
   */
  dedupe?: boolean | undefined;
  /** For how long an answer from the client's cache will do. `false`: ask the service, and keep nothing. */
  cache?: Pick<CacheOptions, 'ttlMs'> | false | undefined;
  /** Called as an upload proceeds. */
  onProgress?: ((progress: UploadProgress) => void) | undefined;
}

/**
 * When a read is sent a second time, on another connection. The first answer wins, the other attempt is cancelled. Only reads
 * that may be repeated freely are hedged, no streams, and over time at most one call in ten, so that a service that is slow
 * for all gets no second load.
 *
 * @example
 * const mp = new Mixpeek({ hedge: { afterMs: 'p95' } });
 */
export interface HedgeOptions {
  /**
   * Milliseconds after which an answer that has not begun is slow. `p95`: longer than 95 in 100 of this client's latest calls
   * of the operation took, 10 at least; none is hedged before 20 calls.
   */
  afterMs: number | 'p95';
}

/**
 * A cache of reads. Nothing that was asked for before a write of this client in the same namespace is served after it.
 *
 * @example
 * const mp = new Mixpeek({ cache: { ttlMs: 60_000 } });
 */
export interface CacheOptions {
  /** For how long an answer is served without asking, in milliseconds. Afterwards one with an `ETag` is asked about. */
  ttlMs: number;
  /** Answers that are kept; those not used for the longest time go first. Default 500. */
  maxEntries?: number | undefined;
  /** Bytes that are kept, questions included. Default 33,554,432 (32 MiB). */
  maxBytes?: number | undefined;
}

/**
 * What a bulk run has done, as plain JSON that can be kept and handed to a later run over the same source.
 *
 * @example
 * { version: 1, done: [[0, 12_000], [12_500, 13_000]] }
 */
export interface ResumeToken {
  readonly version: 1;
  /** Positions in the source, counted from 0: each range from its first to before its second. In order, without overlap. */
  readonly done: readonly (readonly [from: number, to: number])[];
}

/** How far a bulk run had come when it was aborted. */
export interface BulkStanding {
  /** Items that the service acknowledged in this run. */
  readonly acknowledged: number;
  /** Items that were given up. */
  readonly failed: number;
  /** Every item before this position of the source is done. */
  readonly prefix: number;
  /** What is done, for a run that goes on. Items whose answer was not awaited are not in it: they are sent again. */
  readonly resumeToken: ResumeToken;
}

/** The answer's envelope. Header values are as the service sent them. */
export interface ResponseInfo {
  readonly status: number;
  readonly headers: Headers;
  readonly url: string;
}

/** One sending of a request. */
export interface AttemptInfo {
  /** Counts from 1. */
  readonly number: number;
  /** Milliseconds from sending until the body was read or the attempt failed. */
  readonly durationMs: number;
  readonly status?: number;
  readonly requestId?: string;
  /** Why another attempt followed. */
  readonly retryReason?: string;
  /** Sent beside the attempt before it, which was slow. Of such two, the one that lost has no `status` and comes first. */
  readonly hedged?: true;
}

/** An answer's body with its envelope. */
export interface WithResponse<Body> {
  readonly data: Body;
  readonly response: ResponseInfo;
  /** Quote it when you ask the service's support about this call. */
  readonly requestId: string | undefined;
  /** One entry per attempt, the successful one last. Empty for an answer that was served from the cache without asking. */
  readonly attempts: readonly AttemptInfo[];
  /** The body came from the cache. With an attempt, the service was asked and said that it still holds (status 304). */
  readonly cached?: true;
}

/** A promise of the answer's body, which can also give the envelope. */
export interface ApiPromise<Body> extends Promise<Body> {
  /** The body together with status, headers, request id and attempts. Sends nothing twice. */
  withResponse(): Promise<WithResponse<Body>>;
}

/** One page: the body's own fields, and how to go on. */
export interface PageMethods<Item> extends AsyncIterable<Item> {
  /** The items of this page, wherever the body holds them. */
  readonly items: readonly Item[];
  readonly hasNextPage: boolean;
  /** The position to continue from, as the service understands it; `undefined` on the last page. */
  readonly nextPosition: string | number | undefined;
}

/** One page of a list: its body as it came, with `items`, `hasNextPage` and `nextPosition`. Iterating goes on to the pages after it. */
export type Page<Body, Item> = Body & PageMethods<Item>;

/**
 * Awaited: one page. Iterated: every item of every page, asked for as the loop goes on.
 *
 * @example
 * const page = await mp.namespaces.list({ limit: 20 });
 * for await (const namespace of mp.namespaces.list()) console.log(namespace.namespace_id);
 */
export interface PagePromise<Body, Item> extends ApiPromise<Page<Body, Item>>, AsyncIterable<Item> {
  /** Page by page. */
  pages(): AsyncIterable<Page<Body, Item>>;
  /** All items in one array, at most `max`. */
  toArray(options?: { max?: number }): Promise<Item[]>;
}

/** Server-sent events, typed. Leaving the loop ends the request. */
export interface EventStream<Event> extends AsyncIterable<Event> {
  /** Ends the request. */
  close(): void;
}

/** Lines of an NDJSON body: values to encode, or bytes that are NDJSON already. Read as it is sent. */
export type NdjsonLines<Line> =
  Iterable<Line> | AsyncIterable<Line> | AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;
