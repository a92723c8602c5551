import { recordPart, type MigratedType, type MigrationPart } from './parts.js';

/** What migrations take along, in the order in which it depends on each other. */
export const MIGRATION_PARTS: readonly MigrationPart[] = [
  recordPart({
    type: 'retriever',
    plural: 'retrievers',
    table: 'retrievers',
    prefix: 'ret',
    nameOf: (record) => record.retriever_name,
  }),
];

export const partOf = (type: MigratedType): MigrationPart | undefined =>
  MIGRATION_PARTS.find((part) => part.type === type);
