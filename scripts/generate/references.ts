import { resolve } from './openapi.js';
import type { OpenApiDocument } from './openapi.js';

/** Hold data, in which `$ref` means nothing. */
const DATA = new Set(['example', 'examples', 'default', 'enum', 'const']);

/** @throws {Error} that lists the references to nothing: a type would be made of each without a word. */
export function checkReferences(document: OpenApiDocument, source: string): void {
  const broken = [...collectReferences(document)].filter((reference) => !leadsSomewhere(document, reference));
  if (broken.length > 0) throw new Error(`${source} refers to what it does not hold: ${broken.join(', ')}`);
}

function collectReferences(document: OpenApiDocument): Set<string> {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { $ref: reference } = node as { $ref?: unknown };
    if (typeof reference === 'string') found.add(reference);
    for (const [key, value] of Object.entries(node)) if (!DATA.has(key)) visit(value);
  };
  visit(document);
  return found;
}

function leadsSomewhere(document: OpenApiDocument, reference: string): boolean {
  try {
    resolve(document, { $ref: reference });
    return true;
  } catch {
    return false;
  }
}
