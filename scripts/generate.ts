import { parseArgs } from 'node:util';
import { DEFAULT_SOURCE, loadDocument, OUTPUT_FOLDER, OVERLAY_SOURCE } from './generate/document.js';
import { generateFiles } from './generate/files.js';
import { applyOverlay, loadOverlay } from './generate/overlay.js';
import { writeFiles } from './generate/write.js';

/** openapi/ -> src/generated/. `--check` compares, `--spec` takes another document, `--out` another folder. */
const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, spec: { type: 'string' }, out: { type: 'string' } },
});

const document = await loadDocument(values.spec ?? DEFAULT_SOURCE);
const unmatched = applyOverlay(document, await loadOverlay(OVERLAY_SOURCE));
if (unmatched.length > 0 && values.spec === undefined) {
  throw new Error(`These overlay targets match nothing: ${unmatched.join(', ')}`);
}
const { files, skipped, count } = generateFiles(document);
const stale = await writeFiles(values.out ?? OUTPUT_FOLDER, files, { check: values.check });

for (const line of skipped) console.error(`left out ${line}`);
if (values.check && stale.length > 0) {
  console.error(`src/generated is out of date: ${stale.join(', ')}. Run: npm run generate`);
  process.exitCode = 1;
} else {
  console.error(`${count} operations, ${stale.length} files ${values.check ? 'differ' : 'written'}`);
}
