import { expect, test } from 'vitest';

import { createValidator } from '../../../src/server/validation/create-validator.js';

const check = (schema: object, value: unknown, components: Record<string, object> = {}) =>
  createValidator(components).check(schema, value, ['body']);

const CAT = {
  type: 'object',
  properties: { kind: { const: 'cat' }, lives: { type: 'integer', default: 9, maximum: 9 } },
  required: ['kind'],
};
const DOG = {
  type: 'object',
  properties: { kind: { const: 'dog' }, name: { type: 'string' } },
  required: ['kind', 'name'],
};
const PET = { oneOf: [{ $ref: 'Cat' }, { $ref: 'Dog' }], discriminator: { propertyName: 'kind' } };

test('defaults are filled in, also behind a reference, a choice on null and a discriminator', async () => {
  const schema = {
    type: 'object',
    properties: {
      limit: { type: 'integer', default: 10 },
      options: {
        anyOf: [{ type: 'object', properties: { deep: { type: 'boolean', default: true } } }, { type: 'null' }],
      },
      pets: { type: 'array', items: { $ref: 'Pet' } },
    },
  };
  const value = { options: {}, pets: [{ kind: 'cat' }] };
  expect(await check(schema, value, { Pet: PET, Cat: CAT, Dog: DOG })).toEqual([]);
  expect(value).toEqual({ limit: 10, options: { deep: true }, pets: [{ kind: 'cat', lives: 9 }] });
});

test('an unknown tag lists the known, and a known one gets the errors of its own branch', async () => {
  const components = { Cat: CAT, Dog: DOG };
  expect(await check(PET, { kind: 'cow' }, components)).toEqual([
    { type: 'enum', location: ['body', 'kind'], message: 'must be one of "cat", "dog", not "cow"' },
  ]);
  expect(await check(PET, {}, components)).toEqual([
    { type: 'missing', location: ['body', 'kind'], message: 'This field is required.' },
  ]);
  expect(await check(PET, { kind: 'cat', lives: 10 }, components)).toEqual([
    { type: 'less_than_equal', location: ['body', 'lives'], message: 'must be at most 9, not 10' },
  ]);
});

test('a union without a tag reports the branch that fits best', async () => {
  const schema = {
    anyOf: [{ type: 'string' }, { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] }],
  };
  expect(await check(schema, { n: 'x' })).toEqual([
    { type: 'integer_type', location: ['body', 'n'], message: 'must be an integer, not "x"' },
  ]);
  expect(await check(schema, 3)).toEqual([
    { type: 'union_type', location: ['body'], message: 'must be a string or an object, not 3' },
  ]);
});

test('a value that fits several branches of oneOf is accepted, since unknown fields are allowed', async () => {
  const schema = { oneOf: [{ type: 'object', properties: { a: { type: 'string' } } }, { type: 'object' }] };
  expect(await check(schema, { a: 'x', b: 1 })).toEqual([]);
});

test('locations name fields and positions, escaped names included', async () => {
  const schema = { type: 'object', additionalProperties: { type: 'array', items: { type: 'number', minimum: 0 } } };
  expect(await check(schema, { 'a/b~c': [1, -1], 0: [-2] })).toEqual([
    { type: 'greater_than_equal', location: ['body', '0', 0], message: 'must be at least 0, not -2' },
    { type: 'greater_than_equal', location: ['body', 'a/b~c', 1], message: 'must be at least 0, not -1' },
  ]);
});

test('recursive components compile', async () => {
  const components = {
    Node: { type: 'object', properties: { AND: { type: 'array', items: { $ref: 'Node' } }, n: { type: 'integer' } } },
  };
  expect(await check({ $ref: 'Node' }, { AND: [{ AND: [{ n: 'x' }] }] }, components)).toEqual([
    { type: 'integer_type', location: ['body', 'AND', 0, 'AND', 0, 'n'], message: 'must be an integer, not "x"' },
  ]);
});

test('vectors are left to the engine, and loose objects to their resolver', async () => {
  const schema = {
    type: 'object',
    properties: {
      vector: { type: 'array', items: { type: 'number' }, 'x-mixpeek-vector': true },
      stage: { type: 'object', required: ['x'], 'x-mixpeek-loose': true },
    },
  };
  expect(await check(schema, { vector: ['a'], stage: {} })).toEqual([]);
  expect(await check(schema, { vector: 'a', stage: [] })).toHaveLength(2);
});

test('sizes say what is there and what is allowed', async () => {
  const schema = { type: 'array', maxItems: 1, items: { type: 'string', minLength: 2 } };
  expect(await check(schema, ['a', 'bc'])).toEqual([
    { type: 'too_long', location: ['body'], message: 'must have at most 1 items; it has 2' },
    { type: 'string_too_short', location: ['body', 0], message: 'must have at least 2 characters; it has 1' },
  ]);
});
