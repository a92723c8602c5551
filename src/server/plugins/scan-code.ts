import { logicalLines, type LogicalLine } from './logical-lines.js';

/** Something that a plugin must not use. */
export interface Violation {
  readonly file: string;
  readonly line: number;
  /** `forbidden-import` or `forbidden-call`. */
  readonly rule: string;
  /** What was used: `subprocess`, `os.system`, `eval`. */
  readonly name: string;
}

/** Modules that give a plugin other programs, the network, or memory. */
const MODULES = new Set(['subprocess', 'socket', 'ctypes']);
/** Functions of modules that are fine otherwise. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = { os: ['system'] };
/** Built-in functions that run text as code. */
const BUILTINS = new Set(['eval', 'exec']);

/** Looks through Python source for what plugins must not use. Strings and comments do not count. */
export function scanCode(file: string, source: string): Violation[] {
  const aliases = new Map<string, string>();
  const found = new Map<string, Violation>();
  const report = ({ line }: LogicalLine, rule: string, name: string): void => {
    // Once for each line and name, whatever finds it.
    if (!found.has(`${line} ${name}`)) found.set(`${line} ${name}`, { file, line, rule, name });
  };
  const reportModule = (line: LogicalLine, name: string): void => {
    const root = name.split('.')[0] ?? '';
    if (MODULES.has(root)) report(line, 'forbidden-import', root);
  };

  for (const line of logicalLines(source)) {
    for (const { name, as } of importedModules(line.code)) {
      reportModule(line, name);
      if (MEMBERS[name] !== undefined) aliases.set(as, name);
    }
    for (const { module, name } of importedNames(line.code)) {
      reportModule(line, module);
      if (MEMBERS[module]?.includes(name) || (MEMBERS[module] !== undefined && name === '*'))
        report(line, 'forbidden-import', `${module}.${name === '*' ? (MEMBERS[module][0] ?? '') : name}`);
    }
    for (const name of dynamicImports(line)) reportModule(line, name);
    for (const [, name = ''] of line.code.matchAll(/(?<![\w.])([a-zA-Z_]\w*)\s*\(/g)) {
      if (BUILTINS.has(name) && !isDefinition(line.code, name)) report(line, 'forbidden-call', name);
    }
    for (const [, object = '', member = ''] of line.code.matchAll(/(?<![\w.])(\w+)\s*\.\s*(\w+)/g)) {
      const module = aliases.get(object) ?? object;
      if (MEMBERS[module]?.includes(member)) report(line, 'forbidden-call', `${module}.${member}`);
      if (module === 'builtins' && BUILTINS.has(member)) report(line, 'forbidden-call', member);
    }
  }
  return [...found.values()];
}

/** `shoe_colors/core.py:3: subprocess must not be imported (forbidden-import)` */
export const toText = ({ file, line, rule, name }: Violation): string =>
  `${file}:${line}: ${name} must not be ${rule === 'forbidden-import' ? 'imported' : 'called'} (${rule})`;

/** `import a.b as c, d` -> a.b as c, d as d */
function importedModules(code: string): { name: string; as: string }[] {
  const [, list] = /^\s*import\s+(.+)$/.exec(code) ?? [];
  return (list ?? '').split(',').flatMap((part) => {
    const [, name, as] = /^\s*([\w.]+)(?:\s+as\s+(\w+))?\s*$/.exec(part) ?? [];
    return name === undefined ? [] : [{ name, as: as ?? name }];
  });
}

/** `from a import (b as c, d)` -> a: b, a: d */
function importedNames(code: string): { module: string; name: string }[] {
  const [, module, list] = /^\s*from\s+([\w.]+)\s+import\s+(.+)$/.exec(code) ?? [];
  if (module === undefined) return [];
  return (list ?? '')
    .replace(/[()]/g, ' ')
    .split(',')
    .map((part) => ({ module, name: part.trim().split(/\s+/)[0] ?? '' }))
    .filter(({ name }) => name !== '');
}

/** The modules of `__import__('a')` and `import_module('a')`. */
function dynamicImports({ code, text }: LogicalLine): string[] {
  return [...code.matchAll(/(?:__import__|import_module)\s*\(\s*/g)].flatMap((match) => {
    const rest = text.slice(match.index + match[0].length);
    const [, name] = /^[a-zA-Z]{0,2}["']+([\w.]+)["']/.exec(rest) ?? [];
    return name === undefined ? [] : [name];
  });
}

const isDefinition = (code: string, name: string): boolean => new RegExp(`\\bdef\\s+${name}\\b`).test(code);
