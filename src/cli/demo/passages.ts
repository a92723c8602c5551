import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A section of a README: what the demo indexes. */
export interface Passage {
  id: string;
  package: string;
  heading: string;
  text: string;
}

const SECTIONS_OF_DIRECT = 16;
const SECTIONS_OF_OTHERS = 10;
/** Sections that every README has and nobody asks for. */
const BOILERPLATE =
  /licen[cs]e|contribut|^install|sponsor|backer|change ?log|maintainer|security|credit|author|thank|badge|contents|get(ting)? involved|releases?$/i;
const MIN_LETTERS = 80;
const MAX_LETTERS = 600;

/**
 * Cuts the READMEs of the packages in a `node_modules` folder by heading. Packages that the project itself depends on
 * come first and with more sections. The same folder gives the same passages.
 */
export async function readPassages(nodeModules: string, limit: number): Promise<Passage[]> {
  const direct = await directDependencies(dirname(nodeModules));
  const names = await packageNames(nodeModules);
  const ordered = [...names.filter((name) => direct.has(name)), ...names.filter((name) => !direct.has(name))];
  const passages: Passage[] = [];
  for (const name of ordered) {
    const readme = await readFile(join(nodeModules, name, 'README.md'), 'utf8').catch(() => undefined);
    if (readme === undefined) continue;
    const sections = cutByHeading(readme).slice(0, direct.has(name) ? SECTIONS_OF_DIRECT : SECTIONS_OF_OTHERS);
    for (const [index, { heading, text }] of sections.entries()) {
      passages.push({ id: `${name.replace('/', '.')}-${index}`, package: name, heading, text });
      if (passages.length === limit) return passages;
    }
  }
  return passages;
}

async function directDependencies(project: string): Promise<ReadonlySet<string>> {
  const text = await readFile(join(project, 'package.json'), 'utf8').catch(() => '{}');
  const manifest = JSON.parse(text) as Record<string, Record<string, string> | undefined>;
  return new Set(
    Object.keys({ ...manifest['dependencies'], ...manifest['optionalDependencies'], ...manifest['devDependencies'] }),
  );
}

/** The nearest `node_modules`, from a folder upwards. */
export async function findNodeModules(from: string): Promise<string | undefined> {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules');
    if ((await readdir(candidate).catch(() => [])).length > 0) return candidate;
    if (dirname(folder) === folder) return undefined;
  }
}

async function packageNames(nodeModules: string): Promise<string[]> {
  const names: string[] = [];
  for (const entry of (await readdir(nodeModules)).sort()) {
    if (entry.startsWith('.')) continue;
    if (!entry.startsWith('@')) names.push(entry);
    else for (const inner of (await readdir(join(nodeModules, entry))).sort()) names.push(`${entry}/${inner}`);
  }
  return names;
}

function cutByHeading(markdown: string): { heading: string; text: string }[] {
  const withoutCode = markdown.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '');
  return withoutCode
    .split(/^(?=#{1,4} )/m)
    .map((section) => {
      const [first = '', ...rest] = section.split('\n');
      const isHeading = first.startsWith('#');
      return {
        heading: toPlain(isHeading ? first.replace(/^#+/, '') : ''),
        text: toPlain((isHeading ? rest : [first, ...rest]).join(' ')).slice(0, MAX_LETTERS),
      };
    })
    .filter(({ heading, text }) => text.length >= MIN_LETTERS && /[a-z]{3}/i.test(text) && !BOILERPLATE.test(heading));
}

/** Markdown as one line of prose: links by their text, no images, tags or table rules. */
function toPlain(markdown: string): string {
  return markdown
    .replaceAll(/!\[[^\]]*\](\([^)]*\)|\[[^\]]*\])/g, '')
    .replaceAll(/\[([^\]]*)\](\([^)]*\)|\[[^\]]*\])/g, '$1')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/^\[[^\]]+\]:.*$/gm, '')
    .replaceAll(/[|*_`#>]|:?-{3,}:?/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
