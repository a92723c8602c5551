import { expect, it } from 'vitest';
import { Cleanups } from '../../src/internal/cleanups.js';

it('undoes in reverse order, once, and at once what is added later', () => {
  const undone: string[] = [];
  const cleanups = new Cleanups();
  cleanups.add(() => undone.push('first'));
  cleanups.add(() => undone.push('second'));
  cleanups.run();
  cleanups.run();
  cleanups.add(() => undone.push('late'));
  expect(undone).toEqual(['second', 'first', 'late']);
});
