import { copyObjects } from './copy-objects.js';
import { recordPart, type MigratedType, type MigrationPart } from './parts.js';

/** What migrations take along, in the order in which it depends on each other. */
export const MIGRATION_PARTS: readonly MigrationPart[] = [
  recordPart({
    type: 'bucket',
    plural: 'buckets',
    table: 'buckets',
    prefix: 'bkt',
    nameOf: (record) => record.bucket_name,
    copyContent: copyObjects,
  }),
  recordPart({
    type: 'collection',
    plural: 'collections',
    table: 'collections',
    prefix: 'col',
    nameOf: (record) => record.collection_name,
  }),
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
