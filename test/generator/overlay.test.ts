import { describe, expect, it } from 'vitest';
import { applyOverlay } from '../../scripts/generate/overlay.js';
import type { OpenApiDocument } from '../../scripts/generate/openapi.js';

const setup = (): OpenApiDocument => ({
  openapi: '3.1.0',
  info: { title: 'Small', version: '1' },
  paths: {
    '/v1/things': {
      get: {
        tags: ['Things'],
        parameters: [
          { name: 'Authorization', in: 'header' },
          { name: 'authorization', in: 'header' },
          { name: 'limit', in: 'query' },
        ],
        responses: {},
      },
    },
  },
});

describe('applyOverlay', () => {
  it('merges an update into what its target matches', () => {
    const document = setup();
    applyOverlay(document, {
      actions: [{ target: "$.paths['/v1/things'].get", update: { 'x-mixpeek': { method: 'all' } } }],
    });
    expect(document.paths['/v1/things']?.get).toMatchObject({ tags: ['Things'], 'x-mixpeek': { method: 'all' } });
  });

  it('removes every match, also from lists', () => {
    const document = setup();
    applyOverlay(document, { actions: [{ target: "$.paths.*.*.parameters[?@.in=='header']", remove: true }] });
    expect(document.paths['/v1/things']?.get?.parameters).toEqual([{ name: 'limit', in: 'query' }]);
  });

  it('names the targets that match nothing, and changes nothing for them', () => {
    const document = setup();
    const target = "$.paths['/v1/missing'].get";
    expect(applyOverlay(document, { actions: [{ target, update: { deprecated: true } }] })).toEqual([target]);
    expect(document).toEqual(setup());
  });
});
