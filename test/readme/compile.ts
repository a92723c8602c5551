import { join } from 'node:path';
import ts from 'typescript';
import { root, SOURCES } from './sources.js';
import type { Program } from './blocks.js';

/** What the compiler says of each program, in order, under this project's own strict options. Nothing is written. */
export function compile(programs: readonly Program[]): string[][] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  const paths = Object.fromEntries(Object.entries(SOURCES).map(([name, path]) => [name, [path]]));
  // In the root, so that packages are found; the names stand for files that do not exist.
  const texts = new Map(programs.map(({ text }, at) => [join(root, `documented-program-${at}.ts`), text]));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.getSourceFile = (path, ...rest) => {
    const text = texts.get(path);
    return text === undefined ? getSourceFile(path, ...rest) : ts.createSourceFile(path, text, rest[0]);
  };
  const program = ts.createProgram([...texts.keys()], { ...options, paths, noEmit: true }, host);
  return [...texts.keys()].map((path) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(describe);
  });
}

function describe({ messageText, file, start }: ts.Diagnostic): string {
  const message = ts.flattenDiagnosticMessageText(messageText, '\n');
  if (file === undefined || start === undefined) return message;
  const { line } = file.getLineAndCharacterOfPosition(start);
  return `${message}\n  ${file.text.split('\n')[line] ?? ''}`;
}
