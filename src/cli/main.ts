import { version } from '../version.js';
import { CliError, interrupted } from './cli-error.js';
import type { Environment } from './config-file.js';
import { describeError, errorToJson, errorToText } from './error-report.js';
import { exitCodes } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';
import type { Io } from './io.js';

export interface RunOptions {
  io: Io;
  env: Environment;
  cwd: string;
  /** Sends every request, in place of the network and of the embedded server. */
  fetch?: typeof globalThis.fetch;
  /** Ends the command. */
  signal?: AbortSignal;
}

/** Runs one command line. The only place where errors become exit codes; never throws. */
export async function run(argv: readonly string[], { io, env, cwd, fetch, signal }: RunOptions): Promise<ExitCode> {
  if (argv[0] === '--version' || argv[0] === '-V') {
    await io.write(`${version}\n`);
    return exitCodes.ok;
  }
  try {
    const { buildProgram } = await import('./program.js');
    const words = toWords(argv);
    const program = await buildProgram(words, { io, env, cwd, fetch, signal: signal ?? new AbortController().signal });
    await program.parseAsync(words, { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    return report(error, { io, argv, isAborted: signal?.aborted === true });
  }
}

/** Nothing at all asks for help, and `help search` is `search --help`. */
function toWords(argv: readonly string[]): readonly string[] {
  if (argv.length === 0) return ['--help'];
  return argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
}

interface Failure {
  io: Io;
  argv: readonly string[];
  isAborted: boolean;
}

function report(thrown: unknown, { io, argv, isAborted }: Failure): ExitCode {
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

/** Runs this process's command line. Ctrl-C ends the command; a second one ends the process. */
export async function runProcess(): Promise<ExitCode> {
  const { createProcessIo } = await import('./process-io.js');
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
    // A command that waits for input would wait on.
    process.stdin.destroy();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader has gone (`| head`): there is nobody to tell.
    if (error.code === 'EPIPE') process.exit(exitCodes.ok);
    process.stderr.write(`Error: stdout cannot be written: ${error.message}\n`);
    process.exit(exitCodes.internal);
  });
  return run(process.argv.slice(2), {
    io: createProcessIo(),
    env: process.env,
    cwd: process.cwd(),
    signal: controller.signal,
  });
}
