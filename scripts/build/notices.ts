import { readdir, readFile } from 'node:fs/promises';
import type { Metafile } from 'esbuild';

/** The licence texts of the libraries whose code is inside the bundles. */
export async function thirdPartyNotices(root: string, bundles: readonly Metafile[]): Promise<string> {
  const inputs = bundles.flatMap((bundle) => Object.keys(bundle.inputs));
  const packages = new Set(
    inputs.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter((name) => name !== undefined),
  );
  const parts = await Promise.all([...packages].sort().map((name) => notice(root, name)));
  return `Code of these packages is part of the files in this folder.\n\n${parts.join('\n\n')}\n`;
}

async function notice(root: string, name: string): Promise<string> {
  const folder = `${root}node_modules/${name}/`;
  const { version, license, repository } = JSON.parse(await readFile(`${folder}package.json`, 'utf8')) as {
    version: string;
    license: string;
    repository?: string | { url: string };
  };
  const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
  const text = file === undefined ? '' : `\n${await readFile(folder + file, 'utf8')}`;
  const source = typeof repository === 'string' ? repository : (repository?.url ?? '');
  return `== ${name} ${version} (${license}) ${source}\n${text}`.trimEnd();
}
