import type { SinkOptions } from './options.js';

export type Fate = 'answer' | 'tooMany' | 'unavailable' | 'reset';

/** Decides what becomes of each request, the same for the same seed and order. `now` in milliseconds. */
export function fates({ faults, perSecond }: SinkOptions, now: () => number): () => Fate {
  const random = generator(faults?.seed ?? 0);
  const tooMany = faults?.tooMany ?? 0;
  const unavailable = tooMany + (faults?.unavailable ?? 0);
  const reset = unavailable + (faults?.reset ?? 0);
  const isOver = rateLimit(perSecond, now);
  return () => {
    if (isOver()) return 'tooMany';
    if (reset === 0) return 'answer';
    const draw = random();
    if (draw < tooMany) return 'tooMany';
    if (draw < unavailable) return 'unavailable';
    return draw < reset ? 'reset' : 'answer';
  };
}

/** A bucket that holds a second's worth and fills steadily. */
function rateLimit(perSecond: number | undefined, now: () => number): () => boolean {
  if (perSecond === undefined) return () => false;
  let tokens = perSecond;
  let filledAt = now();
  return () => {
    const at = now();
    tokens = Math.min(perSecond, tokens + ((at - filledAt) / 1000) * perSecond);
    filledAt = at;
    if (tokens < 1) return true;
    tokens -= 1;
    return false;
  };
}

/** mulberry32: small, seeded, even enough to choose requests with. */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
