import { expect, test } from 'vitest';
import type { Schema } from '../../scripts/generate/openapi.js';
import { readTypeExpression } from '../../scripts/spec/type-expression.js';

const read = (text: string): Schema => readTypeExpression(text, (name) => `#/${name}`);

test.each<[string, Schema]>([
  ['string', { type: 'string' }],
  ['any', {}],
  ['object', { type: 'object', additionalProperties: true }],
  ['string(date-time)', { type: 'string', format: 'date-time' }],
  ['Thing-Input', { $ref: '#/Thing-Input' }],
  ['Thing[]', { type: 'array', items: { $ref: '#/Thing' } }],
  ['integer[][]', { type: 'array', items: { type: 'array', items: { type: 'integer' } } }],
  ['map<any>', { type: 'object', additionalProperties: true }],
  ['map<string[]>', { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } }],
  ['string|null', { type: ['string', 'null'] }],
  ['any|null', {}],
  ['Thing|null', { anyOf: [{ $ref: '#/Thing' }, { type: 'null' }] }],
  ['"a"|"b"|null', { type: ['string', 'null'], enum: ['a', 'b', null] }],
  ['"a"', { type: 'string', const: 'a' }],
  ['(A|B)[]', { type: 'array', items: { anyOf: [{ $ref: '#/A' }, { $ref: '#/B' }] } }],
  ['integer{minimum=1.0,maximum=9}|null', { type: ['integer', 'null'], minimum: 1, maximum: 9 }],
  ['string{pattern="^ret_[a-z]+$"}', { type: 'string', pattern: '^ret_[a-z]+$' }],
  ['string[]{minLength=1}', { type: 'array', items: { type: 'string' }, minItems: 1 }],
  [
    '{name: string, size?: integer}',
    { type: 'object', properties: { name: { type: 'string' }, size: { type: 'integer' } }, required: ['name'] },
  ],
  [
    '[number, number]',
    { type: 'array', prefixItems: [{ type: 'number' }, { type: 'number' }], minItems: 2, maxItems: 2 },
  ],
])('reads %s', (text, schema) => {
  expect(read(text)).toEqual(schema);
});

test.each(['', 'string|', 'map<string', '{a string}', 'string)', 'T{minimum}'])(
  'refuses "%s" and shows where',
  (text) => {
    expect(() => read(text)).toThrow(/^Type expression ".*": expected/);
  },
);
