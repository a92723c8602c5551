import { describe, expect, it } from 'vitest';
import type { OpenApiDocument, Schema } from '../../scripts/generate/openapi.js';
import { diffDocuments } from '../../scripts/spec/diff.js';

function setup(properties: Record<string, Schema>, path = '/v1/things/{thing_id}'): OpenApiDocument {
  const schema: Schema = { $ref: '#/components/schemas/Thing' };
  return {
    openapi: '3.1.0',
    info: { title: 'Small', version: '1' },
    paths: { [path]: { put: { requestBody: { content: { 'application/json': { schema } } }, responses: {} } } },
    components: { schemas: { Thing: { type: 'object', required: ['name'], properties } } },
  };
}

describe('diffDocuments', () => {
  it('finds nothing between a document and one that only names its path parameter and schema otherwise', () => {
    const other = setup({ name: { type: 'string' } }, '/v1/things/{id}');
    expect(diffDocuments(setup({ name: { type: 'string' } }), other)).toEqual([]);
  });

  it('lists routes that one side lacks', () => {
    const other = setup({ name: { type: 'string' } }, '/v1/items/{id}');
    expect(diffDocuments(setup({ name: { type: 'string' } }), other)).toEqual([
      '+ PUT /v1/items/{}',
      '- PUT /v1/things/{}',
    ]);
  });

  it('lists fields that one side lacks, and types, defaults and bounds that differ', () => {
    const ours = setup({ name: { type: 'string' }, size: { type: 'integer', default: 1 }, old: { type: 'boolean' } });
    const theirs = setup({
      name: { type: ['string', 'null'] },
      size: { type: 'integer', default: 2, maximum: 9 },
      fresh: { type: 'boolean' },
    });
    expect(diffDocuments(ours, theirs)).toEqual([
      '+ PUT /v1/things/{}: body fresh (boolean)',
      '~ PUT /v1/things/{}: body name: ours string, required; theirs null | string, required',
      '- PUT /v1/things/{}: body old (boolean)',
      '~ PUT /v1/things/{}: body size: ours integer, default 1; theirs integer, default 2, maximum 9',
    ]);
  });
});
