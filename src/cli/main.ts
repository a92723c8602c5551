import { version } from '../version.js';
import type { Environment } from './config-file.js';
import { exitCodes } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';
import { readHelpPage } from './help-pages.js';
import type { HelpPages } from './help-pages.js';
import type { Io } from './io.js';

export interface RunOptions {
  io: Io;
  env: Environment;
  cwd: string;
  /** Sends every request, in place of the network and of the embedded server. */
  fetch?: typeof globalThis.fetch;
  /** Ends the command. */
  signal?: AbortSignal;
  /** Help that need not be made. */
  pages?: HelpPages;
}

/** Runs one command line. The only place where errors become exit codes; never throws. */
export async function run(
  argv: readonly string[],
  { io, env, cwd, fetch, signal, pages }: RunOptions,
): Promise<ExitCode> {
  if (argv[0] === '--version' || argv[0] === '-V') {
    await io.write(`${version}\n`);
    return exitCodes.ok;
  }
  const words = toWords(argv);
  const page = helpPage(words, pages);
  if (page !== undefined) {
    await io.write(page);
    return exitCodes.ok;
  }
  try {
    if (argv[0] === '--map') {
      const { printMap } = await import('./print-map.js');
      await printMap(argv, io);
      return exitCodes.ok;
    }
    const { buildProgram } = await import('./program.js');
    const program = await buildProgram(words, { io, env, cwd, fetch, signal: signal ?? new AbortController().signal });
    await program.parseAsync(words, { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    const { reportFailure } = await import('./report-failure.js');
    return reportFailure(error, { io, argv, isAborted: signal?.aborted === true });
  }
}

/** Nothing at all asks for help, and `help search` is `search --help`. */
function toWords(argv: readonly string[]): readonly string[] {
  if (argv.length === 0) return ['--help'];
  return argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
}

/** What is printed for words that only name a command and ask for its help. */
function helpPage(words: readonly string[], pages: HelpPages | undefined): string | undefined {
  const command = words.slice(0, -1);
  if (pages === undefined || words.at(-1) !== '--help' || !command.every((word) => /^[a-z][a-z-]*$/.test(word))) return;
  return pages(command.join(' '));
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
    pages: (command) => readHelpPage(new URL('help/', import.meta.url), command),
  });
}
