import type { ResumeToken } from '../../call.js';
import { ConfigError } from '../../errors.js';

/** A set of positions, kept as ranges: small while they are mostly neighbours. */
export interface Ranges {
  has(position: number): boolean;
  add(position: number): void;
  /** Every position below it is in the set. */
  readonly prefix: number;
  toToken(): ResumeToken;
}

type Range = [from: number, to: number];

/** Starts with what a token holds. */
export function createRanges(token?: ResumeToken): Ranges {
  const ranges = readToken(token);

  /** Index of the first range that ends at or after the position. */
  function find(position: number): number {
    let low = 0;
    let high = ranges.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ranges[middle] as Range)[1] < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    has(position) {
      const range = ranges[find(position + 1)];
      return range !== undefined && range[0] <= position;
    },
    add(position) {
      const at = find(position);
      const range = ranges[at];
      if (range !== undefined && range[0] <= position && position < range[1]) return;
      if (range?.[1] === position) {
        range[1] = position + 1;
        const next = ranges[at + 1];
        if (next?.[0] !== range[1]) return;
        range[1] = next[1];
        ranges.splice(at + 1, 1);
      } else if (range?.[0] === position + 1) {
        range[0] = position;
      } else {
        ranges.splice(at, 0, [position, position + 1]);
      }
    },
    get prefix() {
      const [first] = ranges;
      return first?.[0] === 0 ? first[1] : 0;
    },
    toToken: () => ({ version: 1, done: ranges.map(([from, to]) => [from, to] as const) }),
  };
}

function readToken(token: unknown): Range[] {
  if (token === undefined) return [];
  const { version, done } = (token ?? {}) as { version?: unknown; done?: unknown };
  if (version !== 1 || !Array.isArray(done)) throw refusal('must be { version: 1, done: [[from, to], ...] }');
  let last = -1;
  return done.map((range: unknown) => {
    const [from, to, ...more] = Array.isArray(range) ? (range as unknown[]) : [];
    const isRange = Number.isSafeInteger(from) && Number.isSafeInteger(to) && more.length === 0;
    if (!isRange || (from as number) <= last || (to as number) <= (from as number)) {
      throw refusal(`holds ${JSON.stringify(range)} where a range after ${last} is due`);
    }
    last = to as number;
    return [from as number, last];
  });
}

function refusal(problem: string): ConfigError {
  return new ConfigError(`resumeFrom ${problem}.`, {
    option: 'resumeFrom',
    hint: 'Pass the resume token of an earlier run, unchanged or through JSON.',
  });
}
