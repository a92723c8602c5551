import { describe, expect, it } from 'vitest';
import { applySet } from '../../src/cli/set-path.js';

describe('applySet', () => {
  it.each([
    [undefined, 'a=1', { a: 1 }],
    [{ a: 1 }, 'b.c=text', { a: 1, b: { c: 'text' } }],
    [undefined, 'a.0.b=true', { a: [{ b: true }] }],
    [{ a: [1, 2] }, 'a.1=null', { a: [1, null] }],
    [undefined, 'a="1"', { a: '1' }],
    [undefined, 'a=x=y', { a: 'x=y' }],
    [undefined, 'a={"b":[1]}', { a: { b: [1] } }],
    [undefined, 'a=', { a: '' }],
    [{ 0: 'x' }, '0=y', { 0: 'y' }],
  ])('changes %j by %j', (target, assignment, expected) => {
    expect(applySet(target, assignment)).toEqual(expected);
  });

  it('leaves the original alone', () => {
    const target = { a: [{ b: 1 }] };
    applySet(target, 'a.0.b=2');
    expect(target).toEqual({ a: [{ b: 1 }] });
  });

  it.each([
    [undefined, 'a', 'has no form'],
    [undefined, 'a..b=1', 'cannot follow'],
    [undefined, 'constructor.prototype.x=1', 'cannot follow'],
    [{ a: 1 }, 'a.b=1', 'is not an object'],
    [{ a: [] }, 'a.3=1', 'is past the end'],
  ])('refuses to change %j by %j', (target, assignment, message) => {
    expect(() => applySet(target, assignment)).toThrow(message);
  });
});
