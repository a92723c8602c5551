import { expect, it } from 'vitest';
import { nearest } from '../../src/internal/nearest.js';

const NAMES = ['document_id', 'vectors', 'payload', 'maxRetries', 'id'];

it.each([
  ['vector', 'vectors'],
  ['vectros', 'vectors'],
  ['documentId', 'document_id'],
  ['doc_id', undefined],
  ['payloads', 'payload'],
  ['Payload', 'payload'],
  ['max-retrys', 'maxRetries'],
  ['di', 'id'],
  ['metadata', undefined],
  ['', undefined],
])('takes %j for %j', (word, meant) => {
  expect(nearest(word, NAMES)).toBe(meant);
});

it('takes the closest of several, the first of equals', () => {
  expect(nearest('color', ['colour', 'colors', 'collar'])).toBe('colour');
  expect(nearest('colours', ['color', 'colour'])).toBe('colour');
});
