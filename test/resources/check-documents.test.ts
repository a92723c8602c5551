import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { ValidationError } from '../../src/errors.js';
import { checkUpsert, type KnownVectorConfig } from '../../src/resources/check-documents.js';

function refusalOf(body: Record<string, unknown>, configs?: readonly KnownVectorConfig[]): ValidationError {
  try {
    checkUpsert(body, configs);
  } catch (error) {
    if (error instanceof ValidationError) return error;
    throw error;
  }
  throw new Error('the body was accepted');
}

function problemsOf(document: unknown, configs?: readonly KnownVectorConfig[]): string[] {
  return refusalOf({ documents: [document] }, configs).fieldErrors.map(({ path, message }) => `${path} ${message}`);
}

const CONFIGS = [{ name: 'text_8', dimension: 3, metric: 'cosine' }];

it('accepts what the service takes', () => {
  checkUpsert(
    {
      documents: [
        { document_id: 'a', vectors: { text_8: [1, -2.5, 0] }, payload: { nested: { list: [1] } } },
        { vectors: { text_8: Float32Array.of(1, 2, 3), other: [1] } },
        { document_id: 'b/c', vectors: {}, payload: Object.create(null) as object },
        { document_id: 'd', vectors: { other: [3.4e38] }, payload: undefined, id: undefined },
      ],
      options: { write_token: true },
    },
    CONFIGS,
  );
});

it('accepts values of another realm', () => {
  const document: unknown = runInNewContext('({ vectors: { text_8: new Float32Array(3), list: [1] }, payload: {} })');
  checkUpsert({ documents: [document] }, CONFIGS);
});

it.each([
  [{}, 'documents is missing; it must be an array of documents.'],
  [{ documents: undefined }, 'documents is missing; it must be an array of documents.'],
  [{ document: [] }, 'documents is missing, but there is document; it must be an array of documents.'],
  [{ documents: { a: 1 } }, 'documents is an object; it must be an array of documents.'],
  [{ documents: [] }, 'documents is empty; an upsert takes 1 to 1,000 documents.'],
])('refuses the batch %j', (body, message) => {
  expect(refusalOf(body).message).toBe(message);
});

it('refuses more than 1,000 documents and says what to call', () => {
  const documents = Array.from({ length: 1001 }, () => ({ vectors: { a: [1] } }));
  const error = refusalOf({ documents });
  expect(error.message).toBe('documents has 1001 entries; one request takes at most 1000.');
  expect(error.hint).toMatch(/upsertMany/);
  checkUpsert({ documents: documents.slice(1) });
});

it.each([
  ['', 'is empty; leave it out to have one made.'],
  [' ', 'is empty; leave it out to have one made.'],
  ['.', 'is ".", which cannot stand in a URL.'],
  ['..', 'is "..", which cannot stand in a URL.'],
  ['cut \ud83e', 'has half of a surrogate pair, which cannot stand in a URL.'],
  [7, 'is 7; it must be a string, or absent to have one made.'],
  [null, 'is null; it must be a string, or absent to have one made.'],
])('refuses the document_id %j', (document_id, message) => {
  expect(problemsOf({ document_id, vectors: { a: [1] } })).toEqual([`documents[0].document_id ${message}`]);
});

it('names both places of a document_id that occurs twice', () => {
  const documents = ['x', 'y', 'x'].map((document_id) => ({ document_id, vectors: { a: [1] } }));
  expect(refusalOf({ documents }).fieldErrors).toEqual([
    {
      path: 'documents[2].document_id',
      message: 'is "x", as in documents[0]; an id may occur once in a batch.',
      location: 'body',
    },
  ]);
});

const SHAPE = 'it must be an object from index name to vector, { text_8: [...] }.';

it.each([
  [undefined, `.vectors is missing; ${SHAPE}`],
  [[1, 2], `.vectors is an array; ${SHAPE}`],
  [{ text_8: 'x' }, '.vectors.text_8 is the string "x"; it must be number[] or Float32Array.'],
  [{ text_8: { indices: [1] } }, '.vectors.text_8 is an object; it must be number[] or Float32Array.'],
  [{ text_8: new Float64Array(3) }, '.vectors.text_8 is a Float64Array; it must be number[] or Float32Array.'],
  [{ other: [] }, '.vectors.other is empty.'],
  [{ text_8: [1] }, '.vectors.text_8 has 1 values; expected 3, got 1 (the index has 3 dimensions).'],
  [{ text_8: [1, 2, NaN] }, '.vectors.text_8[2] is NaN; it must be a finite number.'],
  [{ text_8: Float32Array.of(1, 2, Infinity) }, '.vectors.text_8[2] is Infinity; it must be a finite number.'],
  [{ text_8: [1, '2', 3] }, '.vectors.text_8[1] is the string "2"; it must be a number.'],
  [{ text_8: [null, 2, 3] }, '.vectors.text_8[0] is null; it must be a number.'],
  [{ text_8: [1, 2, -1e39] }, '.vectors.text_8[2] is -1e+39, which is beyond the range of a 32-bit float.'],
  [{ 'my index': [NaN] }, '.vectors["my index"][0] is NaN; it must be a finite number.'],
])('refuses the vectors %j', (vectors, problem) => {
  expect(problemsOf({ vectors }, CONFIGS)).toEqual([`documents[0]${problem}`]);
});

it('refuses different lengths of an unknown index within a batch', () => {
  const documents = [{ vectors: { fresh: [1, 2] } }, { vectors: { fresh: [1, 2, 3] } }];
  expect(refusalOf({ documents }).message).toBe(
    'documents[1].vectors.fresh has 3 values; expected 2, got 3 (documents[0].vectors.fresh has 2).',
  );
});

it.each([[[]], ['text'], [null], [new Date(0)], [new Map()]])('refuses the payload %o', (payload) => {
  expect(problemsOf({ vectors: {}, payload })).toEqual([
    expect.stringMatching(/^documents\[0\]\.payload is .*; it must be a plain object\.$/),
  ]);
});

it.each([
  ['id', 'did you mean document_id?'],
  ['documentId', 'did you mean document_id?'],
  ['vector', 'did you mean vectors?'],
  ['embedding', 'did you mean vectors?'],
  ['metadata', 'did you mean payload?'],
  ['constructor', 'put your own fields into payload.'],
  ['colour', 'put your own fields into payload.'],
])('refuses the document field %s', (name, advice) => {
  expect(problemsOf({ vectors: {}, [name]: 1 })).toEqual([`documents[0].${name} is no field of a document; ${advice}`]);
});

it.each([[null], ['doc'], [[1]]])('refuses %j in place of a document', (document) => {
  expect(problemsOf(document)).toEqual([
    expect.stringMatching(/^documents\[0\] is .*; it must be an object with vectors\.$/),
  ]);
});

it('lists 20 problems and counts the rest', () => {
  const error = refusalOf({ documents: [{ vectors: { a: new Float32Array(1000).fill(NaN) } }] });
  expect(error.fieldErrors).toHaveLength(20);
  expect(error.message).toBe(
    'documents[0].vectors.a[0] is NaN; it must be a finite number. And 999 more problems. The first 20 are in fieldErrors.',
  );
});
