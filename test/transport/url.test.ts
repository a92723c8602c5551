import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError, ValidationError } from '../../src/errors.js';
import { compilePath, normalizeBaseUrl } from '../../src/transport/url.js';

describe('normalizeBaseUrl', () => {
  it.each([
    ['https://api.mixpeek.com', 'https://api.mixpeek.com'],
    ['https://api.mixpeek.com/', 'https://api.mixpeek.com'],
    ['https://api.mixpeek.com/v1', 'https://api.mixpeek.com'],
    ['https://api.mixpeek.com/v1/', 'https://api.mixpeek.com'],
    ['http://127.0.0.1:8080/gateway/v1//', 'http://127.0.0.1:8080/gateway'],
  ])('takes %s as %s', (given, expected) => {
    expect(normalizeBaseUrl(given)).toBe(expected);
  });

  it.each(['api.mixpeek.com', '', 'ftp://x', 'https://user:secret@host', 'https://host/?a=1'])(
    'refuses %j',
    (given) => {
      expect(() => normalizeBaseUrl(given)).toThrow(ConfigError);
    },
  );

  it('does not repeat a password', () => {
    expect(() => normalizeBaseUrl('https://user:hunter2@host')).toThrow(/^(?!.*hunter2)/);
  });
});

describe('compilePath', () => {
  it('encodes values', () => {
    expect(compilePath('/v1/{a}/x/{b_c}')({ a: 'ä/?#', b_c: 7 })).toBe('/v1/%C3%A4%2F%3F%23/x/7');
  });

  it.each(['', '  ', '.', '..', '%2e%2e', '%2E.', '.%252e', '\udfff', undefined, null, {}, ['a'], true])(
    'refuses %j',
    (value) => {
      expect(() => compilePath('/v1/{thing_id}')({ thing_id: value })).toThrow(ValidationError);
    },
  );

  it('names the parameter at fault', () => {
    expect(() => compilePath('/v1/{thing_id}')({ thing_id: '..' })).toThrow(
      expect.objectContaining({ fieldErrors: [expect.objectContaining({ path: 'thing_id', location: 'path' })] }),
    );
  });

  it('gives a path that a URL keeps as it is and that decodes to the value, or refuses', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[.%2eE/]{1,8}$/)), (value) => {
        let path: string;
        try {
          path = compilePath('/v1/{a}/b')({ a: value });
        } catch {
          return;
        }
        const parsed = new URL(`https://host${path}`).pathname.split('/');
        expect(parsed).toHaveLength(4);
        expect(decodeURIComponent(parsed[2] ?? '')).toBe(value);
      }),
    );
  });
});
