import { readFile, writeFile } from 'node:fs/promises';
import { DEFAULT_SOURCE, loadDocument, OVERLAY_SOURCE } from '../../scripts/generate/document.js';
import type { OpenApiDocument } from '../../scripts/generate/openapi.js';
import { applyOverlay, loadOverlay } from '../../scripts/generate/overlay.js';
import { synthesise } from './synthesise.js';

/** Writes the large document to `file` as JSON. */
export async function writeDocument(file: string): Promise<void> {
  const plain = await loadDocument(DEFAULT_SOURCE);
  const overlaid = structuredClone(plain);
  applyOverlay(overlaid, await loadOverlay(OVERLAY_SOURCE));
  const oddities = JSON.parse(
    await readFile(new URL('../../test/generator/fixtures/oddities.json', import.meta.url), 'utf8'),
  ) as OpenApiDocument;
  await writeFile(file, JSON.stringify(synthesise({ plain, overlaid, oddities })));
}
