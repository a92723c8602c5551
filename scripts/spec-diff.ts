import { DEFAULT_SOURCE, loadDocument, OVERLAY_SOURCE } from './generate/document.js';
import { applyOverlay, loadOverlay } from './generate/overlay.js';
import { diffDocuments } from './spec/diff.js';

/** `npm run spec:diff -- <file or URL>`: what another document has that ours lacks, and the reverse. */
const [source] = process.argv.slice(2);
if (source === undefined) {
  console.error('Usage: npm run spec:diff -- <file or URL of an OpenAPI 3 document>');
  process.exit(2);
}
const [ours, theirs] = await Promise.all([loadDocument(DEFAULT_SOURCE), loadDocument(source)]);
const overlay = await loadOverlay(OVERLAY_SOURCE);
for (const document of [ours, theirs]) applyOverlay(document, overlay);

const differences = diffDocuments(ours, theirs);
for (const line of differences) console.log(line);
console.error(differences.length === 0 ? 'no differences' : `${differences.length} differences`);
