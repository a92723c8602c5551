import Database from 'better-sqlite3';
import * as sqliteVec from 'sqlite-vec';
import { bucketOf, measure, TOP_K } from './workload.mjs';

/** In memory; the filter is a metadata column, which the extension looks at while it scans. */
await measure(({ dimension, bucket }) => {
  const db = new Database(':memory:');
  sqliteVec.load(db);
  const column = bucket === undefined ? '' : ', bucket INTEGER';
  db.exec(`CREATE VIRTUAL TABLE v USING vec0(embedding float[${dimension}]${column})`);
  const insert = db.prepare(
    bucket === undefined
      ? 'INSERT INTO v(rowid, embedding) VALUES (?, ?)'
      : 'INSERT INTO v(rowid, embedding, bucket) VALUES (?, ?, ?)',
  );
  const only = bucket === undefined ? '' : `AND bucket = ${bucket}`;
  const select = db.prepare(`SELECT rowid FROM v WHERE embedding MATCH ? AND k = ${TOP_K} ${only} ORDER BY distance`);
  const bytesOf = (values) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return {
    add(first, values) {
      db.exec('BEGIN');
      for (let row = 0; row < 1000; row++) {
        const vector = bytesOf(values.subarray(row * dimension, (row + 1) * dimension));
        const more = bucket === undefined ? [] : [BigInt(bucketOf(first + row))];
        insert.run(BigInt(first + row), vector, ...more);
      }
      db.exec('COMMIT');
    },
    search: (query) => select.all(bytesOf(query)).map(({ rowid }) => rowid),
    close: () => db.close(),
  };
});
