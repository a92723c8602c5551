import type { Dispatcher } from 'undici';
import { createChunkQueue } from '../internal/chunk-queue.js';
import type { ChunkQueue } from '../internal/chunk-queue.js';
import { NodeResponse } from './node-response.js';
import type { HeaderRecord } from './node-response.js';
import { isRedirect, isSuccess } from './sender.js';
import type { SendRequest, Sender, SentResponse } from './sender.js';

type Controller = Dispatcher.DispatchController;

/** A body that nobody wants is read so far, so that its connection can be used again; a longer one costs the connection. */
const MAX_DROPPED_BYTES = 65_536;

/** Sends straight through a dispatcher, without the stream that `undici.request` puts around every body. */
export function createUndiciSend(dispatcher: Dispatcher): Sender['send'] {
  const rest = createRest();
  return (request) =>
    new Promise((resolve, reject) => {
      request.onPhase('connect');
      const exchange = new Exchange(request, { resolve, reject, onEnd: rest.begin });
      request.cancellation.subscribe(exchange.cancel);
      rest.after(() => {
        if (request.cancellation.reason !== undefined) return;
        const { origin, path } = splitUrl(request.url);
        dispatcher.dispatch(
          {
            origin,
            path,
            method: request.method,
            headers: request.headers,
            // undici takes any async iterable; its type asks for a Node stream.
            body: (request.body ?? null) as Dispatcher.RequestOptions['body'] & {},
          },
          exchange,
        );
      });
    });
}

interface Rest {
  /** A connection has just ended an answer. */
  readonly begin: () => void;
  /** Runs `send` now, or when the connections that rest can be used again. */
  after(send: () => void): void;
}

/**
 * undici lets a connection rest for a turn of the event loop after an answer, to see whether the service closes it. A
 * request of the same turn would open another connection; it waits for that turn instead.
 */
function createRest(): Rest {
  let waiting: (() => void)[] = [];
  let resting = false;
  const end = (): void => {
    resting = false;
  };
  const flush = (): void => {
    const sends = waiting;
    waiting = [];
    for (const send of sends) send();
  };
  return {
    begin() {
      if (resting) return;
      resting = true;
      setImmediate(end);
    },
    after(send) {
      if (!resting) send();
      else if (waiting.push(send) === 1) setImmediate(flush);
    },
  };
}

interface Outcome {
  readonly resolve: (response: SentResponse) => void;
  readonly reject: (error: unknown) => void;
  readonly onEnd: () => void;
}

/** The state of one request: what undici reports becomes an answer or an error, once. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: SendRequest;
  readonly #outcome: Outcome;
  #controller: Controller | undefined;
  #status = 0;
  #headers: HeaderRecord = {};
  #chunks: Buffer[] = [];
  #stream: ChunkQueue | undefined;
  #drops = false;
  #droppedBytes = 0;
  #settled = false;

  constructor(request: SendRequest, outcome: Outcome) {
    this.#request = request;
    this.#outcome = outcome;
  }

  /** Fails at once, also while the request waits for a connection, which undici cannot take back. */
  readonly cancel = (reason: unknown): void => {
    this.#fail(reason);
    this.#controller?.abort(reason as Error);
  };

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    const { reason } = this.#request.cancellation;
    if (reason !== undefined) controller.abort(reason as Error);
    else this.#request.onPhase('headers');
  }

  onResponseStart(controller: Controller, status: number, headers: HeaderRecord): void {
    // What comes before the answer proper: `100 Continue`, early hints.
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    this.#request.onPhase('body');
    const { expect } = this.#request;
    const succeeded = isSuccess(status);
    this.#drops = isRedirect(status) || (succeeded && expect === 'nothing');
    if (!succeeded || expect !== 'stream') return;
    this.#stream = createChunkQueue({
      pause: () => controller.pause(),
      resume: () => controller.resume(),
      leave: () => {
        this.#stopListening();
        controller.abort(new Error('The stream was left.'));
      },
    });
    this.#settle();
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (this.#stream !== undefined) this.#stream.push(chunk);
    else if (!this.#drops) this.#chunks.push(chunk);
    else if ((this.#droppedBytes += chunk.length) > MAX_DROPPED_BYTES) {
      this.#settle();
      controller.abort(new Error('The body was dropped.'));
    }
  }

  onResponseEnd(): void {
    this.#outcome.onEnd();
    this.#stopListening();
    this.#stream?.end();
    this.#settle();
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.#fail(error);
  }

  #fail(error: unknown): void {
    this.#stopListening();
    this.#stream?.fail(error);
    if (this.#settled) return;
    this.#settled = true;
    this.#outcome.reject(error);
  }

  #settle(): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#outcome.resolve(
      new NodeResponse({
        url: this.#request.url,
        status: this.#status,
        headers: this.#headers,
        chunks: this.#chunks,
        stream: this.#stream,
      }),
    );
  }

  #stopListening(): void {
    this.#request.cancellation.unsubscribe(this.cancel);
  }
}

/** Addresses are made here from a checked base, so that they need no parsing; only characters outside ASCII do. */
function splitUrl(url: string): { origin: string; path: string } {
  const address = /[^\x21-\x7e]/.test(url) ? new URL(url).href : url;
  const slash = address.indexOf('/', address.indexOf('://') + 3);
  return { origin: address.slice(0, slash), path: address.slice(slash) };
}
