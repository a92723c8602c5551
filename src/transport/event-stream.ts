import type { EventStream } from '../call.js';
import { DecodeError } from '../errors.js';
import type { Redactor } from './redact.js';
import { parseEvents, type ServerSentEvent } from './sse.js';

export interface EventStreamOptions {
  chunks: AsyncIterable<Uint8Array>;
  /** Ends the request; called once, when the stream ends for whatever reason. */
  onEnd: () => void;
  /** Gives an error of the platform its name in this package. */
  toError: (error: unknown) => unknown;
  redactor: Redactor;
  status: number;
  requestId: string | undefined;
  /** Events have names: each is given as `{ event, data }`. */
  named?: boolean;
}

const END_MARK = '[DONE]';

/** JSON events, one iteration in all. `[DONE]` ends them, as do leaving the loop and `close()`. */
export function createEventStream(options: EventStreamOptions): EventStream<unknown> {
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    options.onEnd();
  };

  async function* read(): AsyncGenerator {
    try {
      for await (const event of parseEvents(options.chunks)) {
        if (event.data === END_MARK) return;
        yield decode(event, options);
      }
    } catch (error) {
      if (!ended) throw options.toError(error);
    } finally {
      end();
    }
  }

  const events = read();
  const iterator: AsyncIterator<unknown> = {
    next: () => events.next(),
    // Ends the request first: a generator that waits for a chunk would not listen.
    return: () => {
      end();
      return events.return(undefined);
    },
  };
  return { [Symbol.asyncIterator]: () => iterator, close: end };
}

/** A named event beside its data where the operation says so. Elsewhere, the data of one that does not name itself gets `event_type`, so that every event can be told by one field. */
function decode(
  { event, data }: ServerSentEvent,
  { status, requestId, redactor, named = false }: EventStreamOptions,
): unknown {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch (cause) {
    throw new DecodeError('A server-sent event is not JSON.', {
      status,
      requestId,
      excerpt: redactor.text(data).slice(0, 200),
      cause,
    });
  }
  if (named) return { event, data: value };
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (event === 'message' || !isObject || 'event_type' in (value as object)) return value;
  return { event_type: event, ...(value as object) };
}
