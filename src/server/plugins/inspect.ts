import type { JsonObject } from '../../internal/json.js';
import { decompress, readAll } from '../bytes.js';
import type { ReceivedFile } from '../context.js';
import { checkArchive } from '../resolvers/models/check-archive.js';
import { readManifest } from './read-manifest.js';
import { readTar, type TarFile } from './read-tar.js';
import { scanCode, toText } from './scan-code.js';

/** What was found in an archive. */
export interface Inspection {
  /** Null when there is no `manifest.py`. */
  readonly manifest: JsonObject | null;
  /** What is wrong, a line each; empty: it can be deployed. */
  readonly errors: readonly string[];
  readonly securityPassed: boolean;
  /** It has a `realtime.py`. */
  readonly realtime: boolean;
}

/** An archive of 100 MiB may hold a few times as much; more than this is no plugin. */
const MAX_UNPACKED_BYTES = 512 * 1024 ** 2;

/**
 * Reads an archive: its structure, its manifest, and what its code uses.
 * @throws Problem 400 `invalid_archive` when it is no gzipped tar
 */
export async function inspectPlugin(
  file: Pick<ReceivedFile, 'open' | 'filename' | 'size'>,
  wanted: { readonly name: string },
): Promise<Inspection> {
  await checkArchive(file);
  const files = atTop(readTar(await readAll(decompress(file.open(), 'gzip'), MAX_UNPACKED_BYTES)));
  const code = files.filter(({ path }) => path.endsWith('.py'));
  const find = (path: string): TarFile | undefined => code.find((each) => each.path === path);
  const manifestFile = find('manifest.py');
  const manifest = manifestFile === undefined ? null : readManifest(manifestFile.text());
  const violations = code.flatMap(({ path, text }) => scanCode(path, text()));
  return {
    manifest,
    errors: [...structureErrors({ manifest, pipeline: find('pipeline.py') }, wanted), ...violations.map(toText)],
    securityPassed: violations.length === 0,
    realtime: find('realtime.py') !== undefined,
  };
}

/** Paths from the folder that the archive holds, if it holds one only. */
function atTop(files: readonly TarFile[]): TarFile[] {
  const clean = files
    .map((file) => ({ ...file, path: file.path.replace(/^(?:\.\/)+/, '') }))
    .filter(({ path }) => !/(^|\/)(\._|__pycache__\/|\.DS_Store$|__MACOSX\/)/.test(path));
  const tops = new Set(clean.map(({ path }) => path.split('/')[0]));
  const [top] = tops;
  const isFolder = tops.size === 1 && clean.every(({ path }) => path.includes('/'));
  return isFolder ? clean.map((file) => ({ ...file, path: file.path.slice((top ?? '').length + 1) })) : clean;
}

function structureErrors(
  found: { readonly manifest: JsonObject | null; readonly pipeline: TarFile | undefined },
  { name }: { readonly name: string },
): string[] {
  const errors: string[] = [];
  const { manifest, pipeline } = found;
  if (manifest === null) errors.push('manifest.py: is missing; it says what the plugin takes and gives (structure)');
  else if (manifest['feature_extractor_name'] === null)
    errors.push('manifest.py: names no feature_extractor_name, nor metadata["name"] (manifest)');
  else if (manifest['feature_extractor_name'] !== name)
    errors.push(
      `manifest.py: its name is ${JSON.stringify(manifest['feature_extractor_name'])}, and the upload says ${JSON.stringify(name)} (manifest)`,
    );
  if (manifest !== null && manifest['version'] === null)
    errors.push('manifest.py: names no version, nor metadata["version"] (manifest)');
  if (pipeline === undefined) errors.push('pipeline.py: is missing; it says how objects are processed (structure)');
  else if (!/^\s*(?:async\s+)?def\s+(?:extract|build_steps)\b/m.test(pipeline.text()))
    errors.push('pipeline.py: defines neither extract() nor build_steps() (structure)');
  return errors;
}
