import { exitCodes } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';

/** A failure that the command line itself finds, with the code the process ends with. */
export class CliError extends Error {
  override name = 'CliError';
  readonly exitCode: ExitCode;
  /** What to do about it. */
  readonly hint: string | undefined;

  constructor(message: string, options: { exitCode: ExitCode; hint?: string | undefined; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.exitCode = options.exitCode;
    this.hint = options.hint;
  }
}

/** The command was typed wrong: nothing was sent. */
export function usageError(message: string, hint?: string): CliError {
  return new CliError(message, { exitCode: exitCodes.usage, hint });
}

/** A person said no, or pressed Ctrl-C. */
export function interrupted(message = 'Interrupted.'): CliError {
  return new CliError(message, { exitCode: exitCodes.interrupted });
}
