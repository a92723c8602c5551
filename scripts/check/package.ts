import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { browserSizes } from './browser-bundle.js';
import { checkConsumerTypes } from './consumer-types.js';

/** Packs the package as it would be published, and proves that what comes out works: entries, types, contents, bytes. */
const run = promisify(execFile);
const root = new URL('../..', import.meta.url).pathname;
const folder = await mkdtemp(join(tmpdir(), 'mixpeek-package-'));

try {
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: root,
  });
  const [packed] = JSON.parse(stdout) as [
    { filename: string; size: number; unpackedSize: number; files: { path: string }[] },
  ];
  const tarball = join(folder, packed.filename);
  const stray = packed.files
    .map(({ path }) => path)
    .filter((path) => !/^(dist|bin|docs)\/|^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(path));
  if (stray.length > 0) throw new Error(`The package holds files that do not belong: ${stray.join(', ')}`);

  await run('npx', ['publint', '--strict', tarball], { cwd: root });
  // Only ESM is published; `require(esm)` serves CommonJS on every supported Node.
  await run('npx', ['attw', tarball, '--profile', 'esm-only', '--no-emoji'], { cwd: root });
  await installAndImport(tarball);
  await checkConsumerTypes(join(folder, 'project'), root);
  const { client, oneResource } = await browserSizes(root);
  console.log(
    `package: ${kilobytes(packed.size)} packed, ${kilobytes(packed.unpackedSize)} unpacked, ${packed.files.length} files`,
  );
  console.log(
    `browser, gzip: ${kilobytes(client.first.gzipped)} before the client runs, ${kilobytes(client.all.gzipped)} in all; of one resource ${kilobytes(oneResource.first.gzipped)}`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** The tarball in a project of its own: every entry imports and the command answers. Dependencies come from this checkout. */
async function installAndImport(tarball: string): Promise<void> {
  const project = join(folder, 'project');
  await run('mkdir', ['-p', join(project, 'node_modules', 'mixpeek')]);
  await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(project, 'node_modules', 'mixpeek')]);
  for (const name of Object.keys(
    (JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> })
      .dependencies,
  )) {
    await run('ln', ['-s', join(root, 'node_modules', name), join(project, 'node_modules', name)]);
  }
  await run('ln', ['-s', join(root, 'node_modules', 'msw'), join(project, 'node_modules', 'msw')]);
  await writeFile(
    join(project, 'imports.mjs'),
    `for (const [entry, name] of [['mixpeek', 'Mixpeek'], ['mixpeek/raw', 'createRawClient'], ['mixpeek/server', 'createServer'], ['mixpeek/server/msw', 'mswHandlers'], ['mixpeek/webhooks', 'createWebhookReceiver']]) {
       const module = await import(entry);
       if (typeof module[name] !== 'function') throw new Error(entry + ' has no ' + name);
     }
     const namesOf = async (file) => Object.keys(await import(new URL('./node_modules/mixpeek/dist/' + file, import.meta.url))).join();
     for (const [node, other] of [['index.js', 'default/index.js'], ['raw.js', 'default/raw.js'], ['server/index.js', 'default/server/browser.js'], ['server/msw.js', 'default/server/msw.js']]) {
       // One set of types serves both.
       if ((await namesOf(node)) !== (await namesOf(other))) throw new Error(other + ' exports other names than ' + node);
     }
     const { createRequire } = await import('node:module');
     if (typeof createRequire(import.meta.url)('mixpeek').Mixpeek !== 'function') throw new Error('require(esm) fails');\n`,
  );
  await run('node', ['imports.mjs'], { cwd: project });
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const { stdout } = await run('node', [join(project, 'node_modules', 'mixpeek', 'bin', 'mixpeek.js'), '--version'], {
    cwd: project,
  });
  if (stdout.trim() !== version) throw new Error(`mixpeek --version says ${stdout.trim()}, package.json ${version}.`);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
