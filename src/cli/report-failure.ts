import { CliError, interrupted } from './cli-error.js';
import { describeError, errorToJson, errorToText } from './error-report.js';
import { exitCodes } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';
import type { Io } from './io.js';

/** Where and how a command failed. */
interface Failure {
  io: Io;
  argv: readonly string[];
  isAborted: boolean;
}

/** Tells a person or a program what went wrong. Returns the code that the process ends with. */
export function reportFailure(thrown: unknown, { io, argv, isAborted }: Failure): ExitCode {
  const error = fromParser(thrown);
  if (error === undefined) return exitCodes.ok;
  // Whatever broke first, the reason is that somebody ended the command.
  const description = describeError(isAborted ? interrupted() : error);
  // The flag itself may stand where the parser never got to.
  const wantsJson = argv.some(
    (word, at) => word === '--error-output=json' || (word === '--error-output' && argv[at + 1] === 'json'),
  );
  if (description.message !== '') io.writeError(wantsJson ? errorToJson(description) : errorToText(description));
  if (argv.includes('--debug') && error instanceof Error && !wantsJson) io.writeError(`${error.stack ?? ''}\n`);
  return description.exitCode;
}

/** What commander throws, as an error of ours; `undefined` when it only showed the help that was asked for. */
function fromParser(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || !('exitCode' in thrown) || !('code' in thrown)) return thrown;
  const { code, message } = thrown as Error & { code: unknown };
  if (typeof code !== 'string' || !code.startsWith('commander.')) return thrown;
  if (code === 'commander.helpDisplayed' || code === 'commander.version') return undefined;
  // A group without a verb: its help is on stderr already.
  if (code === 'commander.help') return new CliError('', { exitCode: exitCodes.usage });
  const [problem = '', suggestion] = message.replace(/^error: /, '').split('\n');
  const sentence = problem.charAt(0).toUpperCase() + problem.slice(1);
  return new CliError(sentence.endsWith('.') ? sentence : `${sentence}.`, {
    exitCode: exitCodes.usage,
    hint: suggestion?.replace(/^\((.*)\)$/, '$1') ?? 'See --help.',
  });
}
