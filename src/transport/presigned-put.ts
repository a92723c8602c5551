import { createSha256 } from '#sha256';
import type { RequestOptions } from '../call.js';
import { ValidationError } from '../errors.js';
import { Cancellation } from '../internal/cancellation.js';
import { Cleanups } from '../internal/cleanups.js';
import type { Clock } from '../internal/clock.js';
import type { Operation } from '../operation.js';
import { createAttempt } from './attempt.js';
import type { SentHeaders } from './auth.js';
import { deadlineLayer } from './deadline.js';
import type { FileSource } from './file-source.js';
import type { createFollowSignal } from './follow-signals.js';
import { compose, type Call } from './middleware.js';
import { withProgress } from './multipart-fields.js';
import { NO_OBSERVER } from './observer.js';
import type { Redactor } from './redact.js';
import type { RetryBudget } from './retry-budget.js';
import { retryLayer } from './retry.js';
import type { Sender } from './sender.js';

export interface PresignedPut {
  /** Where the service said to put the file. */
  readonly url: string;
  readonly file: FileSource;
  readonly contentType: string;
}

export interface PutResult {
  /** As the storage sent it, with its quotes. */
  readonly etag: string | undefined;
  /** Of the bytes that were sent. */
  readonly sha256: string;
  readonly size: number;
}

export interface PresignedPutParts {
  readonly sender: Sender;
  readonly clock: Clock;
  readonly random: () => number;
  readonly retryBudget: RetryBudget;
  readonly redactor: Redactor;
  readonly followSignal: ReturnType<typeof createFollowSignal>;
  /** Further attempts of a call that says nothing. */
  readonly maxRetries: number;
}

/** Stands for the PUT in errors. It is public: what is sent to the storage has no key, and none of the client's headers. */
const ROW: Operation = {
  id: 'buckets.uploads.put',
  http: 'PUT',
  path: '',
  body: { kind: 'binary' },
  response: 'none',
  retry: 'idempotent',
  public: true,
};

/** The address is the permission: it is not shown to hooks and logs either. */
const onlyOwnHeaders = ({ headers }: Call): SentHeaders =>
  Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null));

/**
 * Puts a file to a presigned address, in constant memory; a retry opens the file again.
 *
 * @throws ApiError when the storage refuses, ConnectionError, TimeoutError, AbortError
 */
export async function putPresigned(
  { url, file, contentType }: PresignedPut,
  { signal, onProgress, timeoutMs = 0, deadlineMs = 0, maxRetries }: RequestOptions,
  parts: PresignedPutParts,
): Promise<PutResult> {
  const { clock, random, redactor, retryBudget: budget, sender } = parts;
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new ValidationError('The service gave an upload address that is no http(s) URL.', { fieldErrors: [] });
  }
  const cancellation = new Cancellation();
  const cleanups = new Cleanups();
  let sent = createCount();
  try {
    if (signal !== undefined) cleanups.add(parts.followSignal(signal, cancellation));
    if (cancellation.reason !== undefined) throw cancellation.reason as Error;
    const send = compose(
      [deadlineLayer(clock), retryLayer({ clock, random, budget, observer: NO_OBSERVER })],
      createAttempt({ sender, clock, redactor, observer: NO_OBSERVER, authorize: onlyOwnHeaders }),
    );
    const answer = await send({
      row: ROW,
      url,
      headers: {
        'content-type': contentType,
        ...(file.size === undefined ? {} : { 'content-length': String(file.size) }),
      },
      source: {
        contentType,
        ...(file.size === undefined ? {} : { size: file.size }),
        replayable: file.replayable,
        open: (attempt, reader) => {
          sent = createCount();
          return withProgress(sent.watch(file.open(reader)), { onProgress, total: file.size, attempt });
        },
      },
      body: undefined,
      namespace: undefined,
      streams: false,
      settings: {
        timeoutMs,
        deadlineMs,
        maxRetries: maxRetries ?? parts.maxRetries,
        consistency: 'eventual',
        writeToken: undefined,
      },
      cancellation,
      startedAt: clock.now(),
      attempts: [],
      cleanups,
      phase: 'connect',
      writeToken: undefined,
      sending: undefined,
    });
    return { etag: answer.response.headers.get('etag') ?? undefined, ...sent.total() };
  } finally {
    cleanups.run();
  }
}

/** Counts and hashes the bytes of one attempt as they leave. */
function createCount() {
  const hash = createSha256();
  let size = 0;
  return {
    async *watch(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        hash.update(chunk);
        size += chunk.byteLength;
        yield chunk;
      }
    },
    total: () => ({ sha256: hash.hex(), size }),
  };
}

/** SHA-256 and size of a file that can be opened again, in constant memory. */
export async function digestFile(file: FileSource, signal?: AbortSignal): Promise<Omit<PutResult, 'etag'>> {
  const count = createCount();
  for await (const _chunk of count.watch(file.open({ inStep: true }))) signal?.throwIfAborted();
  return count.total();
}
