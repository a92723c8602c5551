/** A comparison is data: contestants are processes of their own, the harness runs and judges them. */
export interface Comparison {
  /** What `npm run bench -- <name>` calls it; the folder it stands in. */
  readonly name: string;
  readonly title: string;
  /** What is measured, against which limit, how; in plain words for `results.md`. */
  readonly about: string;
  /** Every contestant runs once per round, in an order shuffled anew each round. */
  readonly rounds: number;
  readonly measures: readonly Measure[];
  readonly contestants: readonly Contestant[];
  /** The contestant that ratios are taken against: the median of the ratios within each round. */
  readonly baseline: string;
  readonly targets: readonly Target[];
  /** Servers and files, made once before the rounds. */
  readonly setup?: () => Promise<Stage>;
  /** How long a contestant may take before it counts as failed, in milliseconds. Default 120,000. */
  readonly timeoutMs?: number;
}

/** What `setup` made. `env` reaches every contestant. */
export interface Stage {
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** A column. `wallMs`, `cpuMs` and `peakRssMB` are measured by the harness; other keys come from the contestant's last line. */
export interface Measure {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  /** Drawn in the chart. */
  readonly chart?: true;
}

export interface Contestant {
  readonly name: string;
  /** Run in the repository's root. A `.ts` file in it is built to plain JavaScript first. */
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A package of `bench/package.json` that it needs. */
  readonly needs?: string;
  readonly ours?: true;
}

/** A limit for one figure, judged in every run and always printed. */
export interface Target {
  readonly contestant: string;
  readonly measure: string;
  /** The contestant it is held against. Without one the limits are absolute, in the measure's unit. */
  readonly against?: string;
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly says: string;
}
