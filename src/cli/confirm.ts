import { interrupted, usageError } from './cli-error.js';
import type { Context } from './context.js';

/** Asks before something is lost. Without `--yes` and without a person to ask, refuses. */
export async function confirm({ io, flags }: Context, question: string): Promise<void> {
  if (flags.yes) return;
  if (flags.input === false || !io.stdinIsTty || !io.stderrIsTty) {
    throw usageError(`${question} Nobody can be asked here.`, 'Pass --yes to go on without being asked.');
  }
  const answer = (await io.prompt(`${question} [y/N] `)).trim().toLowerCase();
  if (answer !== 'y' && answer !== 'yes') throw interrupted('Nothing was deleted.');
}
