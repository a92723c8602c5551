import { writeFileSync } from 'node:fs';
import { asNumbers, toDocuments } from './documents.mjs';

writeFileSync(process.argv[2], JSON.stringify({ documents: toDocuments(asNumbers()) }));
