import { stat } from 'node:fs/promises';
import { DEFAULT_SOURCE, DIFFERENCES_SOURCE, loadDocument, OVERLAY_SOURCE } from './generate/document.js';
import { applyOverlay, loadOverlay } from './generate/overlay.js';
import { diffDocuments } from './spec/diff.js';
import { loadFacts } from './spec/facts.js';
import { loadKnownDifferences, sortDifferences } from './spec/known-differences.js';

/** `npm run spec:diff -- <source>`: what another document has that ours lacks, and the reverse. Known differences are counted; `--all` lists them. */
const { argv } = process;
const showAll = argv.includes('--all');
const [source] = argv.slice(2).filter((each) => each !== '--all');
if (source === undefined) {
  console.error('Usage: npm run spec:diff -- [--all] <file or URL of an OpenAPI 3 document, or directory of facts>');
  process.exit(2);
}
const isDirectory = await stat(source).then(
  (found) => found.isDirectory(),
  () => false,
);
const [ours, theirs] = await Promise.all([
  loadDocument(DEFAULT_SOURCE),
  isDirectory ? loadFacts(source) : loadDocument(source),
]);
const overlay = await loadOverlay(OVERLAY_SOURCE);
for (const document of [ours, theirs]) applyOverlay(document, overlay);

const { unexplained, explained } = sortDifferences(
  diffDocuments(ours, theirs),
  await loadKnownDifferences(DIFFERENCES_SOURCE),
);
for (const line of unexplained) console.log(line);
for (const { reason, lines } of explained) {
  console.error(`${lines.length} known: ${reason}`);
  if (showAll) for (const line of lines) console.log(line);
}
console.error(unexplained.length === 0 ? 'no other differences' : `${unexplained.length} differences`);
