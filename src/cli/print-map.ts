import { formatMap, mapCommands } from './command-map.js';
import type { Io } from './io.js';

/** `--map`: the tree of commands for people, and a list of them for programs. */
export async function printMap(argv: readonly string[], io: Io): Promise<void> {
  const commands = await mapCommands();
  await io.write(asksForJson(argv) ? `${JSON.stringify(commands, undefined, 2)}\n` : formatMap(commands));
}

const asksForJson = (argv: readonly string[]): boolean =>
  argv.some(
    (word, at) => /^(--output=|-o)json$/.test(word) || (/^(-o|--output)$/.test(word) && argv[at + 1] === 'json'),
  );
