import type { AttemptInfo } from '../call.js';
import type { Cancellation } from '../internal/cancellation.js';
import type { Call } from './middleware.js';

export interface LaneOptions {
  readonly cancellation: Cancellation;
  readonly attempts: AttemptInfo[];
  /** Told of every phase, so that a limit of the call can name it. */
  readonly onPhase: (phase: Call['phase']) => void;
  /** What makes the request one that asks whether an answer still holds. */
  readonly conditional?: Pick<Call, 'headers' | 'isConditional'>;
}

/** A call that goes its own way down the chain: ended by itself, with attempts of its own. */
export function openLane(call: Call, { cancellation, attempts, onPhase, conditional }: LaneOptions): Call {
  let phase = call.phase;
  return {
    ...call,
    ...conditional,
    cancellation,
    attempts,
    get phase() {
      return phase;
    },
    set phase(next) {
      phase = next;
      onPhase(next);
    },
  };
}
