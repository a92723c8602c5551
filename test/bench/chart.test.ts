import { expect, it } from 'vitest';
import { chart } from '../../bench/harness/chart.js';
import { exampleResult } from './results.js';

const drawn = (): string => chart(exampleResult()) ?? '';

it('draws a bar per contestant in proportion, the best first, ours marked', () => {
  const bars = [...drawn().matchAll(/<rect class="([^"]+)"[^>]* width="([\d.]+)"/g)].map(([, kind, width]) => [
    kind,
    Number(width),
  ]);
  expect(bars).toEqual([
    ['bar ours', 200],
    ['bar', 400],
  ]);
});

it('tells a reader who sees no bars what they show, and escapes text', () => {
  expect(drawn()).toContain('<title id="title">An &lt;example&gt; &amp; more</title>');
  expect(drawn()).toContain('<desc id="desc">CPU, ms (lower is better): ours 10, peer 20.</desc>');
  expect(drawn()).toContain('aria-labelledby="title desc"');
});

it('has colours for dark pages', () => {
  expect(drawn()).toContain('@media (prefers-color-scheme: dark)');
});

it('keeps a contestant without a figure, and says why it has none', () => {
  const failed = { name: 'broken', failures: [{ round: 1, reason: 'exit 1' }], values: {} };
  const silent = { name: 'silent', failures: [], values: {} };
  const svg = chart(exampleResult({ contestants: [...exampleResult().contestants, failed, silent] })) ?? '';
  expect(svg).toMatch(/broken<\/text><text[^>]*>failed</);
  expect(svg).toMatch(/silent<\/text><text[^>]*>not measured</);
});

it('draws nothing when no measure is charted', () => {
  expect(chart(exampleResult({ measures: [] }))).toBeUndefined();
});
