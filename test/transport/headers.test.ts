import { describe, expect, it } from 'vitest';
import { mergeHeaders } from '../../src/transport/headers.js';

describe('mergeHeaders', () => {
  it('lets later ones win whatever their case, and null remove', () => {
    const merged = mergeHeaders({ accept: 'a' }, { Accept: 'b', 'X-One': 1 }, undefined, {
      ACCEPT: 'c',
      'x-one': null,
      skip: undefined,
    });
    expect(merged).toEqual({ accept: 'c', 'x-one': null });
  });

  it.each([{ 'a b': 'x' }, { '': 'x' }, { a: 'x\r\ninjected: 1' }])('refuses %j', (headers) => {
    expect(() => mergeHeaders({}, headers)).toThrow();
  });
});
