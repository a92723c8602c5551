import { join } from 'node:path';
import type { BatchOperation, ClassicLevel } from 'classic-level';

import type { TableName, TableRecords } from '../records.js';
import type { Change } from '../transaction.js';
import { decodeDocument, encodeDocument } from './codec.js';
import type { LoadedItem, Store } from './store.js';

/** Raised whenever an older version could misread what this one writes. */
const FORMAT = '1';

type Level = ClassicLevel<string, Uint8Array>;
type Batch = BatchOperation<Level, string, Uint8Array>[];

interface StoredRecord {
  /** Place in the order of creation. */
  sequence: number;
  record: TableRecords[TableName];
}

/**
 * A store in `<dataDir>/db`, on LevelDB: each commit is one atomic batch, flushed before it resolves.
 * Keys: `m/<name>` values of the instance, `r/<table>/<id>` records, `d/<namespace>/<id>` documents,
 * joined by NUL, which no part but the last can contain.
 */
export async function openLevelStore(dataDir: string): Promise<Store> {
  const level = await openLevel(dataDir);
  const sequences = new Map<string, number>();
  let lastSequence = 0;
  try {
    await checkFormat(level, dataDir);
  } catch (error) {
    await level.close();
    throw error;
  }

  const sequenceOf = (key: string): number => {
    let sequence = sequences.get(key);
    if (sequence === undefined) sequences.set(key, (sequence = ++lastSequence));
    return sequence;
  };

  return {
    async *load() {
      const records: { table: string; stored: StoredRecord }[] = [];
      for await (const [key, bytes] of level.iterator(rangeOf('r'))) {
        const stored = JSON.parse(decodeText(bytes)) as StoredRecord;
        sequences.set(key, stored.sequence);
        lastSequence = Math.max(lastSequence, stored.sequence);
        records.push({ table: key.split('\0')[1] ?? '', stored });
      }
      records.sort((a, b) => a.stored.sequence - b.stored.sequence);
      // Table and record were written together by `commit`.
      for (const { table, stored } of records) yield { kind: 'record', table, record: stored.record } as LoadedItem;
      for await (const [key, bytes] of level.iterator(rangeOf('d'))) {
        const namespaceId = decodeURIComponent(key.split('\0')[1] ?? '');
        yield { kind: 'document', namespaceId, document: decodeDocument(bytes) };
      }
    },
    async commit(changes, { durable }) {
      const batch: Batch = [];
      for (const change of changes) await appendChange(batch, change, { level, sequenceOf });
      for (const change of changes) if (change.kind === 'delete') sequences.delete(recordKey(change.table, change.id));
      if (batch.length > 0) await level.batch(batch, { sync: durable });
    },
    async getValue(name) {
      const bytes = await level.get(`m\0${name}`);
      return bytes === undefined ? undefined : decodeText(bytes);
    },
    setValue: (name, value) => level.put(`m\0${name}`, encodeText(value), { sync: true }),
    async clear() {
      const batch: Batch = [];
      for (const prefix of ['r', 'd']) {
        for await (const key of level.keys(rangeOf(prefix))) batch.push({ type: 'del', key });
      }
      sequences.clear();
      await level.batch(batch, { sync: true });
    },
    close: () => level.close(),
  };
}

async function appendChange(
  batch: Batch,
  change: Change,
  store: { level: Level; sequenceOf: (key: string) => number },
): Promise<void> {
  switch (change.kind) {
    case 'put': {
      const key = recordKey(change.table, change.record.id);
      const stored: StoredRecord = { sequence: store.sequenceOf(key), record: change.record };
      batch.push({ type: 'put', key, value: encodeText(JSON.stringify(stored)) });
      return;
    }
    case 'delete':
      batch.push({ type: 'del', key: recordKey(change.table, change.id) });
      return;
    case 'putDocuments':
      for (const document of change.documents) {
        batch.push({ type: 'put', key: documentKey(change.namespaceId, document.id), value: encodeDocument(document) });
      }
      return;
    case 'deleteDocuments':
      for (const id of change.ids) batch.push({ type: 'del', key: documentKey(change.namespaceId, id) });
      return;
    case 'rebuildIndexes':
      // Indexes are made from the documents at every start; nothing of them is stored.
      return;
    case 'dropDocuments': {
      const prefix = documentKey(change.namespaceId, '');
      const staged = batch
        .filter((entry) => entry.type === 'put' && entry.key.startsWith(prefix))
        .map(({ key }) => key);
      const stored = await store.level.keys(rangeOf(prefix.slice(0, -1))).all();
      for (const key of [...stored, ...staged]) batch.push({ type: 'del', key });
    }
  }
}

async function openLevel(dataDir: string): Promise<Level> {
  const { ClassicLevel } = await loadClassicLevel();
  const level: Level = new ClassicLevel(join(dataDir, 'db'), { keyEncoding: 'utf8', valueEncoding: 'view' });
  try {
    await level.open();
    return level;
  } catch (error) {
    if (causeCode(error) === 'LEVEL_LOCKED') {
      throw new Error(
        `The data directory ${dataDir} is in use by another server process. Stop that process, or give this one another directory.`,
        { cause: error },
      );
    }
    throw new Error(`The data directory ${dataDir} cannot be opened: ${causeMessage(error)}`, { cause: error });
  }
}

async function loadClassicLevel(): Promise<typeof import('classic-level')> {
  try {
    return await import('classic-level');
  } catch (error) {
    throw new Error(
      'Keeping state in a directory needs the optional package classic-level, which is not installed here. ' +
        'Run "npm install classic-level", or leave the data directory out to keep the state in memory.',
      { cause: error },
    );
  }
}

async function checkFormat(level: Level, dataDir: string): Promise<void> {
  const bytes = await level.get('m\0format');
  if (bytes === undefined) {
    await level.put('m\0format', encodeText(FORMAT), { sync: true });
    return;
  }
  const found = decodeText(bytes);
  if (found !== FORMAT) {
    throw new Error(
      `The data directory ${dataDir} has format ${found}; this version reads format ${FORMAT}. ` +
        'Use the version that wrote it, or another directory.',
    );
  }
}

function causeCode(error: unknown): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
}

function causeMessage(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}

const recordKey = (table: TableName, id: string): string => `r\0${table}\0${id}`;

const documentKey = (namespaceId: string, id: string): string => `d\0${encodeURIComponent(namespaceId)}\0${id}`;

/** Every key that continues the prefix after a NUL. */
const rangeOf = (prefix: string): { gt: string; lt: string } => ({ gt: `${prefix}\0`, lt: `${prefix}\u0001` });

const encodeText = (text: string): Uint8Array => new TextEncoder().encode(text);

const decodeText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
