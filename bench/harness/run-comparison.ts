import type { Comparison, Contestant } from './comparison.js';
import { installedVersion, machine, ownVersion } from './machine.js';
import { noiseProbe } from './noise.js';
import type { ContestantResult, Result } from './result.js';
import { runContestant } from './run-contestant.js';
import type { Outcome, RunOptions } from './run-contestant.js';
import { shuffled } from './statistics.js';

export interface RunComparisonOptions {
  /** Instead of the rounds that the comparison asks for. */
  readonly rounds?: number | undefined;
  readonly random: () => number;
  readonly now: () => Date;
  readonly log: (line: string) => void;
  /** Runs one contestant once. */
  readonly run?: (contestant: Contestant, options: RunOptions) => Promise<Outcome>;
  /** Times the fixed loop. */
  readonly probe?: () => number;
}

const DEFAULT_TIMEOUT_MS = 120_000;

/** Runs every contestant once per round, each round in a new order, so that what changes over time meets all alike. */
export async function runComparison(comparison: Comparison, options: RunComparisonOptions): Promise<Result> {
  const { random, now, log, run = runContestant, probe = noiseProbe } = options;
  const rounds = options.rounds ?? comparison.rounds;
  const timeoutMs = comparison.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const stage = await comparison.setup?.();
  const outcomes = new Map<string, Outcome[]>(comparison.contestants.map(({ name }) => [name, []]));
  const noiseMs: number[] = [];
  probe(); // Compiles the loop.
  try {
    for (let round = 1; round <= rounds; round += 1) {
      noiseMs.push(probe());
      for (const contestant of shuffled(comparison.contestants, random)) {
        const outcome = await run(contestant, { env: stage?.env ?? {}, timeoutMs });
        outcomes.get(contestant.name)?.push(outcome);
        if ('failure' in outcome) log(`  round ${round}: ${contestant.name} failed: ${outcome.failure}`);
      }
      log(`  round ${round} of ${rounds}`);
    }
    noiseMs.push(probe());
  } finally {
    await stage?.stop();
  }
  const { name, title, about, baseline, measures, targets, contestants } = comparison;
  const roundsNote = rounds === comparison.rounds ? '' : ` --rounds ${rounds}`;
  return {
    name,
    title,
    about,
    command: `npm run bench -- ${name}${roundsNote}`,
    date: now().toISOString().slice(0, 10),
    rounds,
    roundsAsked: comparison.rounds,
    machine: machine(),
    versions: await versionsOf(contestants),
    noiseMs,
    measures,
    baseline,
    targets,
    contestants: contestants.map((contestant) =>
      contestantResult(
        contestant,
        outcomes.get(contestant.name) ?? [],
        measures.map(({ key }) => key),
      ),
    ),
  };
}

function contestantResult(
  { name, ours }: Contestant,
  outcomes: readonly Outcome[],
  keys: readonly string[],
): ContestantResult {
  return {
    name,
    ...(ours && { ours }),
    failures: outcomes.flatMap((outcome, index) =>
      'failure' in outcome ? [{ round: index + 1, reason: outcome.failure }] : [],
    ),
    values: Object.fromEntries(
      keys.map((key) => [
        key,
        outcomes.map((outcome) => ('figures' in outcome ? rounded(outcome.figures[key]) : null)),
      ]),
    ),
  };
}

async function versionsOf(contestants: readonly Contestant[]): Promise<Record<string, string>> {
  const names = [...new Set(contestants.flatMap(({ needs }) => needs ?? []))].sort();
  const versions = await Promise.all(
    names.map(async (name) => [name, (await installedVersion(name)) ?? 'not installed'] as const),
  );
  return { mixpeek: await ownVersion(), ...Object.fromEntries(versions) };
}

/** Enough digits for any ratio, few enough to read the files. */
function rounded(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(6));
}
