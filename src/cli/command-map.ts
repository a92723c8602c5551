import { commandEntries } from './commands/index.js';
import { listOperationCommands, type MappedCommand } from './operation-commands.js';

/** Every command there is: those without a group in the order of the help, then the groups by name. */
export async function mapCommands(): Promise<MappedCommand[]> {
  const all = await listOperationCommands();
  const words = ({ command }: MappedCommand): string => command.replace(/ <.*/, '');
  const byWords = new Map(all.map((each) => [words(each), each]));
  // A hand-written command in the place of an operation's runs that operation.
  const own = commandEntries.map(({ path, summary }): MappedCommand => {
    const command = `mixpeek ${path}`;
    const operation = byWords.get(command)?.operation;
    return { command, summary, ...(operation === undefined ? {} : { operation }) };
  });
  const isAlone = ({ command }: MappedCommand): boolean => command.split(' ').length === 2;
  const taken = new Set(own.map(words));
  const operations = all.filter((each) => !taken.has(words(each)));
  const grouped = [...own.filter((each) => !isAlone(each)), ...operations];
  return [...own.filter(isAlone), ...grouped.toSorted((a, b) => (a.command < b.command ? -1 : 1))];
}

/** The tree as text: groups, and below them what they do. */
export function formatMap(commands: readonly MappedCommand[]): string {
  const lines: string[] = ['mixpeek'];
  let open: readonly string[] = [];
  for (const { command, summary } of commands) {
    const [head = '', ...args] = command.split(/ (?=<)/);
    const words = head.split(' ').slice(1);
    const groups = words.slice(0, -1);
    groups.forEach((group, depth) => {
      const isOpen = groups.slice(0, depth + 1).every((word, at) => open[at] === word);
      if (!isOpen) lines.push(`${'  '.repeat(depth + 1)}${group}`);
    });
    open = groups;
    const name = [words.at(-1), ...args].join(' ');
    lines.push(`${'  '.repeat(groups.length + 1)}${name}  ${summary}`.trimEnd());
  }
  return `${lines.join('\n')}\n`;
}
