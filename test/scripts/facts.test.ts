import { expect, test } from 'vitest';
import type { OpenApiDocument, Schema } from '../../scripts/generate/openapi.js';
import { diffDocuments } from '../../scripts/spec/diff.js';
import { loadFacts } from '../../scripts/spec/facts.js';
import { sortDifferences } from '../../scripts/spec/known-differences.js';

const FACTS = new URL('./facts/', import.meta.url).pathname;

const THING: Schema = {
  type: 'object',
  required: ['thing_id'],
  properties: { thing_id: { type: 'string' }, made_at: { type: ['string', 'null'], format: 'date-time' } },
};

/** The same operations as the facts, written as a document; `name` is how its name field is. */
function written(name: Schema): OpenApiDocument {
  const create: Schema = {
    type: 'object',
    required: ['name'],
    properties: {
      name,
      size: { type: ['integer', 'null'], minimum: 1, maximum: 9 },
      kind: { type: 'string', enum: ['plain', 'odd'], default: 'plain' },
      parts: { type: 'array', items: { $ref: '#/components/schemas/Create' } },
    },
  };
  const content = (schema: Schema) => ({ 'application/json': { schema } });
  const query = { name: 'dry_run', in: 'query', schema: { type: 'boolean', default: false } } as const;
  const header = { name: 'X-Namespace', in: 'header', schema: { type: 'string' } } as const;
  return {
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: {
      '/v1/things': {
        post: {
          parameters: [header, query],
          requestBody: { required: true, content: content({ $ref: '#/components/schemas/Create' }) },
          responses: { '201': { content: content(THING) } },
        },
      },
      '/v1/things/{id}': { delete: { responses: { '204': {} } } },
    },
    components: { schemas: { Create: create } },
  };
}

test('finds nothing between facts and a document that says the same', async () => {
  expect(diffDocuments(written({ type: 'string', minLength: 1 }), await loadFacts(FACTS))).toEqual([]);
});

test('finds a bound that differs, however deep', async () => {
  expect(diffDocuments(written({ type: 'string', minLength: 2 }), await loadFacts(FACTS))).toEqual([
    '~ POST /v1/things: body name: ours string, required, minLength 2; theirs string, required, minLength 1',
  ]);
});

test('finds a field of an object inside a list inside a map', () => {
  const nest = (leaf: Record<string, Schema>): OpenApiDocument =>
    written({ type: 'object', additionalProperties: { type: 'array', items: { type: 'object', properties: leaf } } });
  expect(diffDocuments(nest({ a: { type: 'string' } }), nest({ b: { type: 'string' } }))).toEqual([
    '- POST /v1/things: body name{}[].a (string)',
    '+ POST /v1/things: body name{}[].b (string)',
  ]);
});

test('counts the fields of an answer that one side leaves untyped', () => {
  const answering = (schema: Schema): OpenApiDocument => ({
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: { '/v1/things': { get: { responses: { '200': { content: { 'application/json': { schema } } } } } } },
  });
  const typed = answering({ type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } });
  const untyped = answering({ type: 'object', additionalProperties: true });
  expect(diffDocuments(typed, untyped)).toEqual(['- GET /v1/things: answer (2 fields)']);
  expect(diffDocuments(untyped, typed)).toEqual(['+ GET /v1/things: answer (2 fields)']);
});

test('known differences are sorted by the first rule that fits; the rest is unexplained', () => {
  const rules = [
    { lines: '^- POST /v1/new', reason: 'newer' },
    { lines: 'answer', reason: 'untyped there' },
  ];
  expect(sortDifferences(['- POST /v1/new: answer x', '~ GET /v1/a: answer y', '+ GET /v1/b'], rules)).toEqual({
    unexplained: ['+ GET /v1/b'],
    explained: [
      { reason: 'newer', lines: ['- POST /v1/new: answer x'] },
      { reason: 'untyped there', lines: ['~ GET /v1/a: answer y'] },
    ],
  });
});
