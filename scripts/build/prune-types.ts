import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** Removes the declarations that no entry leads to: they would be two thirds of the package's files, and nobody can import them. */
export async function pruneTypes(folder: string, entries: readonly string[]): Promise<void> {
  const reached = new Set<string>();
  const visit = async (file: string): Promise<void> => {
    if (reached.has(file)) return;
    reached.add(file);
    const text = await readFile(file, 'utf8');
    const imported = [...text.matchAll(/\b(?:from |import\()['"](\.[^'"]+)\.js['"]/g)];
    await Promise.all(imported.map((match) => visit(`${resolve(dirname(file), match[1] ?? '')}.d.ts`)));
  };
  await Promise.all(entries.map((entry) => visit(resolve(folder, entry))));
  const written = await readdir(folder, { recursive: true, withFileTypes: true });
  const unreached = written
    .filter((each) => each.isFile())
    .map((each) => resolve(join(each.parentPath, each.name)))
    .filter((file) => !reached.has(file));
  await Promise.all(unreached.map((file) => rm(file)));
}
