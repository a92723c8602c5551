import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/internal/json.js';
import { readPath } from '../../../src/server/retriever/field.js';
import { referencesIn, renderTemplates, type TemplateScope } from '../../../src/server/retriever/templates.js';

const scopeOf =
  (roots: Record<string, JsonValue>): TemplateScope =>
  ({ root, path }) =>
    root in roots ? (readPath(roots[root], path) ?? null) : undefined;

const render = (value: JsonValue, inputs: JsonValue): JsonValue => renderTemplates(value, scopeOf({ INPUT: inputs }));

describe('templates', () => {
  it('keep the type of a value that stands alone', () => {
    expect(render('{{INPUT.v}}', { v: [1, 2] })).toEqual([1, 2]);
    expect(render(' {{ input.n }} ', { n: 3 })).toBe(3);
    expect(render('{{Inputs.no}}', { no: null })).toBe(null);
  });

  it('write values out inside other text', () => {
    expect(render('{{INPUT.a}} and {{INPUT.b}}{{INPUT.c}}', { a: 'x', b: { y: 1 }, c: null })).toBe('x and {"y":1}');
  });

  it('reach into objects and arrays, by dots and brackets', () => {
    const inputs = { user: { tags: ['x', 'y'], 'full name': 'Ann' } };
    expect(render('{{INPUT.user.tags[1]}}{{INPUT.user.tags.0}}', inputs)).toBe('yx');
    expect(render('{{INPUT.user["full name"]}}', inputs)).toBe('Ann');
  });

  it('are filled at any depth, and left alone in fields kept for later', () => {
    const value = { a: [{ b: '{{INPUT.x}}' }], filters: '{{INPUT.x}}' };
    expect(renderTemplates(value, scopeOf({ INPUT: { x: 1 } }), ['filters'])).toEqual({
      a: [{ b: 1 }],
      filters: '{{INPUT.x}}',
    });
  });

  it('stay as written where the scope has nothing yet', () => {
    expect(render('{{DOC.title}} {{INPUT.x}}', { x: 1 })).toBe('{{DOC.title}} 1');
  });

  it('do not read what values inherit', () => {
    expect(render('{{INPUT.constructor.name}}', {})).toBe(null);
    expect(render('{{INPUT.__proto__}}', {})).toBe(null);
  });

  it.each(['{{INPUT}}', '{{ INPUT.x | tojson }}', '{{1 + 1}}', '{{FOO.x}}', '{{}}', '{{INPUT.x()}}'])(
    'refuse %s',
    (text) => {
      expect(() => referencesIn(text)).toThrow(/is not a template/);
    },
  );

  it('name secrets in either spelling', () => {
    expect(referencesIn('{{SECRET.key}} {{secrets.key}}')).toMatchObject([
      { root: 'SECRET', path: ['key'] },
      { root: 'SECRET', path: ['key'] },
    ]);
  });

  it('never read what a value itself says', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const hostile = `${text}{{INPUT.other}}`;
        expect(render('{{INPUT.a}}', { a: hostile, other: 1 })).toBe(hostile);
        expect(render('<{{INPUT.a}}>', { a: hostile, other: 1 })).toBe(`<${hostile}>`);
      }),
    );
  });

  it('leave text without templates unchanged', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(!JSON.stringify(value).includes('{{'));
        // JSON has no negative zero.
        const plain = JSON.parse(JSON.stringify(value)) as JsonValue;
        expect(render(plain, {})).toEqual(plain);
      }),
    );
  });
});
