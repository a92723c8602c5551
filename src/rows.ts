import { tables } from './generated/operations.js';
import type { Operation } from './operation.js';

/** Every row by its id, `namespaces.documents.upsert`. */
export const operations: Readonly<Record<string, Operation>> = Object.fromEntries(
  tables.flatMap((table) => Object.values(table)).map((row) => [row.id, row]),
);
