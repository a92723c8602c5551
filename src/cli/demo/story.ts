import type { Colors } from '../color.js';
import type { Io } from '../io.js';

/** Tells what happens, step by step, with how long each took. */
export interface Story {
  /** Runs a step and prints its title with the time it took. */
  step<Result>(title: string, run: () => PromiseLike<Result>): Promise<Result>;
  /** The command line that does the same. */
  command(line: string): Promise<void>;
  note(text: string): Promise<void>;
  /** How far the current step is; on a terminal only. */
  progress(done: number, total: number): void;
  say(text: string): Promise<void>;
  end(next: string): Promise<void>;
}

export function createStory(io: Io, paint: Colors): Story {
  const startedAt = performance.now();
  let steps = 0;
  const say = (text: string): Promise<void> => io.write(`${text}\n`);
  return {
    say,
    async step(title, run) {
      steps += 1;
      const from = performance.now();
      const result = await run();
      await say(
        `${paint.bold(`${String(steps).padStart(2)}  ${title}`)}  ${paint.dim(inUnits(performance.now() - from))}`,
      );
      return result;
    },
    command: (line) => say(paint.green(`    $ ${line}\n`)),
    progress(done, total) {
      if (io.stderrIsTty) io.writeError(`\r    ${done} of ${total}\r`);
    },
    note: (text) => say(`    ${text}`),
    end: (next) =>
      say(
        `\n${paint.green('Done')} in ${inUnits(performance.now() - startedAt)}. Ask it something else:\n${paint.green(`    $ ${next}`)}`,
      ),
  };
}

const inUnits = (milliseconds: number): string =>
  milliseconds < 1_000 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1_000).toFixed(1)} s`;
