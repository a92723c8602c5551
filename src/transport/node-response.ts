import type { HeaderReader, SentResponse } from './sender.js';

/** Headers as Node gives them: lower-case names, a list where one came several times. */
export type HeaderRecord = Readonly<Record<string, string | string[] | undefined>>;

interface Received {
  readonly url: string;
  readonly status: number;
  readonly headers: HeaderRecord;
  readonly chunks: readonly Buffer[];
  readonly stream: AsyncIterable<Uint8Array> | undefined;
}

/** An answer that came as Node's buffers. Nothing is decoded before it is asked for. */
export class NodeResponse implements SentResponse, HeaderReader {
  readonly #received: Received;

  constructor(received: Received) {
    this.#received = received;
  }

  get url(): string {
    return this.#received.url;
  }

  get status(): number {
    return this.#received.status;
  }

  get stream(): AsyncIterable<Uint8Array> | undefined {
    return this.#received.stream;
  }

  get headers(): HeaderReader {
    return this;
  }

  get(name: string): string | null {
    const value = this.#received.headers[name.toLowerCase()];
    return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value;
  }

  toHeaders(): Headers {
    const headers = new Headers();
    for (const [name, value] of this.headerEntries()) headers.append(name, value);
    return headers;
  }

  headerEntries(): [string, string][] {
    const { headers } = this.#received;
    const entries: [string, string][] = [];
    for (const name of Object.keys(headers)) {
      const value = headers[name];
      if (typeof value === 'string') entries.push([name, value]);
      else for (const item of value ?? []) entries.push([name, item]);
    }
    return entries;
  }

  text(): string {
    const text = this.#joined().toString('utf8');
    // A byte order mark is no part of the text.
    return text.codePointAt(0) === 0xfeff ? text.slice(1) : text;
  }

  bytes(): Uint8Array {
    // A copy: chunks are windows on what the socket read.
    return new Uint8Array(this.#joined());
  }

  #joined(): Buffer {
    const { chunks } = this.#received;
    const [first] = chunks;
    return chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
  }
}
