import { expect, it } from 'vitest';
import { parseInstant } from '../../../src/server/engine/instant.js';

it.each([
  ['2024-02-29', Date.UTC(2024, 1, 29)],
  ['2024-01-01T10:30', Date.UTC(2024, 0, 1, 10, 30)],
  ['2024-01-01 10:30:15', Date.UTC(2024, 0, 1, 10, 30, 15)],
  ['2024-01-01T10:30:15.250Z', Date.UTC(2024, 0, 1, 10, 30, 15, 250)],
  ['2024-01-01T10:30:15.250000+02:00', Date.UTC(2024, 0, 1, 8, 30, 15, 250)],
  ['2024-01-01t10:30:15-0530', Date.UTC(2024, 0, 1, 16, 0, 15)],
  ['0099-12-31', new Date('0099-12-31T00:00:00Z').getTime()],
])('reads %s', (text, expected) => {
  expect(parseInstant(text)).toBe(expected);
});

it.each([
  '',
  '2024',
  '2024-1-1',
  '2023-02-29',
  '2024-13-01',
  '2024-01-01T25:00',
  '2024-01-01T10:60',
  'x2024-01-01',
  '20240101',
])('takes %j for plain text', (text) => {
  expect(parseInstant(text)).toBeUndefined();
});
