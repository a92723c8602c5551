import { expect, it } from 'vitest';
import { Writes } from '../../src/transport/writes.js';

it('counts the writes of a namespace apart from those of others', () => {
  const writes = new Writes();
  const before = [writes.count('a'), writes.count('b'), writes.count(undefined)];
  writes.note('a');
  expect([writes.count('a'), writes.count('b'), writes.count(undefined)]).not.toEqual(before);
  expect(writes.count('b')).toBe(before[1]);
  writes.note(undefined);
  expect(writes.count('b')).toBeGreaterThan(before[1] ?? 0);
});

it('never gives a namespace a count again that it had before a write, however many there are', () => {
  const writes = new Writes();
  writes.note('busy');
  let last = writes.count('busy');
  for (let index = 0; index < 5_000; index++) {
    writes.note(`n${index}`);
    expect(writes.count('busy')).toBeGreaterThanOrEqual(last);
    writes.note('busy');
    expect(writes.count('busy')).toBeGreaterThan(last);
    last = writes.count('busy');
  }
});
