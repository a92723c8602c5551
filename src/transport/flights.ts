import { Cancellation } from '../internal/cancellation.js';
import { openLane } from './lane.js';
import type { Answer, Call, Next } from './middleware.js';

/** Requests under way that several callers wait for. */
export interface Flights {
  /** The answer of the request with this key, which is sent when none is under way. `isShared`: others have it too. */
  join(key: string, call: Call, next: Next): Promise<{ answer: Answer; isShared: boolean }>;
}

interface Flight {
  readonly callers: Set<Call>;
  joined: number;
  readonly cancellation: Cancellation;
  readonly lane: Call;
  answer: Promise<Answer>;
}

/** A caller that gives up leaves the others alone; the last one to do so ends the request. */
export function createFlights(): Flights {
  const flights = new Map<string, Flight>();

  function start(key: string, call: Call, next: Next): Flight {
    const cancellation = new Cancellation();
    const callers = new Set([call]);
    const lane = openLane(call, {
      cancellation,
      attempts: call.attempts,
      onPhase: (phase) => {
        for (const caller of callers) caller.phase = phase;
      },
    });
    const answer = next(lane).finally(() => {
      if (flights.get(key) === flight) flights.delete(key);
    });
    const flight: Flight = { callers, joined: 0, cancellation, lane, answer };
    // Callers hear of it by their own promises; when all have left, nobody does.
    answer.catch(() => undefined);
    flights.set(key, flight);
    return flight;
  }

  return {
    async join(key, call, next) {
      const flight = flights.get(key) ?? start(key, call, next);
      flight.joined += 1;
      const { callers, cancellation, lane } = flight;
      callers.add(call);
      call.attempts = lane.attempts;
      // Retries stop where the latest caller's time ends.
      lane.startedAt = Math.max(lane.startedAt, call.startedAt);
      try {
        const answer = await call.cancellation.race(flight.answer);
        return { answer, isShared: flight.joined > 1 };
      } finally {
        call.attempts = [...lane.attempts];
        callers.delete(call);
        if (callers.size === 0 && call.cancellation.reason !== undefined) {
          // Whoever asks now must not get a request that is being cancelled.
          if (flights.get(key) === flight) flights.delete(key);
          cancellation.cancel(call.cancellation.reason);
        }
      }
    },
  };
}
