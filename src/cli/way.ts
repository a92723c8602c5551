import { roster } from '../generated/roster.js';
import { toKebabCase } from './case.js';
import { commandEntries } from './commands/index.js';

/** What of the tree of commands a run builds. A command is named by its words: `namespaces documents upsert`. */
export interface Way {
  /** Whether the command is there at all. */
  shows(path: string): boolean;
  /** Whether it has its flags, its help and what it does. */
  fills(path: string): boolean;
  /** Whether it is shown for what it is about, and not only led through. */
  describes(path: string): boolean;
  /** Whether flags may stand right after its name, before that of the next. */
  takesFlags(path: string): boolean;
}

export const everywhere: Way = { shows: () => true, fills: () => true, describes: () => true, takesFlags: () => true };

/** The groups that lead to a command, itself, and what it is a group of: its help lists them, and a mistyped one is like one of them. */
export function wayTo(target: string, words: readonly string[]): Way {
  const fills = (path: string): boolean => `${target} `.startsWith(`${path} `);
  const names = target.split(' ');
  return {
    fills,
    shows: (path) => fills(path) || path.slice(0, Math.max(path.lastIndexOf(' '), 0)) === target,
    describes: (path) => path === target || !fills(path),
    takesFlags(path) {
      const depth = path === '' ? 0 : path.split(' ').length;
      return path === target || words[depth] !== names[depth];
    },
  };
}

/** The command that the operands name; what comes after its name are its arguments. */
export function findTarget(operands: readonly string[]): string {
  const known = pathsBelow(operands[0] ?? '');
  let target = '';
  for (const operand of operands) {
    const next = target === '' ? operand : `${target} ${operand}`;
    if (!known.has(next)) return target;
    target = next;
  }
  return target;
}

export const verbsOf = (resource: string): string[] => (roster[resource]?.verbs ?? '').replaceAll('*', '').split(' ');

/** Every group and command that starts with this word. */
function pathsBelow(first: string): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { path } of commandEntries) if (path.split(' ', 1)[0] === first) addWithGroups(path);
  for (const resource of Object.keys(roster)) {
    const words = resource.split('.').map(toKebabCase);
    if (words[0] === first)
      for (const verb of verbsOf(resource)) addWithGroups([...words, toKebabCase(verb)].join(' '));
  }
  return paths;

  function addWithGroups(path: string): void {
    for (let end = path.indexOf(' '); end !== -1; end = path.indexOf(' ', end + 1)) paths.add(path.slice(0, end));
    paths.add(path);
  }
}
