import type { Cancellation } from '../internal/cancellation.js';
import { toAbortError } from './failure.js';

/** Cancels a call when its caller's signal fires, at once when it already has. Returns how to stop following. */
export type FollowSignal = (signal: AbortSignal, cancellation: Cancellation) => () => void;

interface Followers {
  readonly calls: Set<Cancellation>;
  readonly onAbort: () => void;
}

/** Puts one listener on each signal, however many calls share it: Node warns of a leak above ten. */
export function createFollowSignal(): FollowSignal {
  const bySignal = new WeakMap<AbortSignal, Followers>();

  function listen(signal: AbortSignal): Followers {
    const calls = new Set<Cancellation>();
    const onAbort = (): void => {
      bySignal.delete(signal);
      for (const call of calls) call.cancel(toAbortError(signal.reason));
    };
    const followers = { calls, onAbort };
    bySignal.set(signal, followers);
    signal.addEventListener('abort', onAbort, { once: true });
    return followers;
  }

  return (signal, cancellation) => {
    if (signal.aborted) {
      cancellation.cancel(toAbortError(signal.reason));
      return () => undefined;
    }
    const followers = bySignal.get(signal) ?? listen(signal);
    followers.calls.add(cancellation);
    return () => {
      followers.calls.delete(cancellation);
      if (followers.calls.size > 0 || bySignal.get(signal) !== followers) return;
      bySignal.delete(signal);
      signal.removeEventListener('abort', followers.onAbort);
    };
  };
}
