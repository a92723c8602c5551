import type { Comparison, Contestant, Measure, Target } from './comparison.js';
import type { Machine } from './machine.js';
import type { Series } from './statistics.js';

/** What a run leaves behind: `bench/results/<name>.json`. Raw figures; the reports are worked out from them. */
export interface Result extends Pick<Comparison, 'name' | 'title' | 'about' | 'baseline'> {
  readonly command: string;
  readonly date: string;
  readonly rounds: number;
  /** Rounds that the comparison asks for; fewer were run where `rounds` is lower. */
  readonly roundsAsked: number;
  readonly machine: Machine;
  /** Packages of the contestants and their versions. */
  readonly versions: Readonly<Record<string, string>>;
  /** The fixed loop that was timed before each round and after the last, in milliseconds. */
  readonly noiseMs: readonly number[];
  readonly measures: readonly Measure[];
  readonly targets: readonly Target[];
  readonly contestants: readonly ContestantResult[];
}

export interface ContestantResult extends Pick<Contestant, 'name' | 'ours'> {
  readonly failures: readonly { readonly round: number; readonly reason: string }[];
  /** Measure key -> a value per round. */
  readonly values: Readonly<Record<string, Series>>;
}

export function seriesOf(result: Result, contestant: string, measure: string): Series {
  return result.contestants.find(({ name }) => name === contestant)?.values[measure] ?? [];
}
