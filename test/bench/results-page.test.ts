import { expect, it } from 'vitest';
import { resultsPage } from '../../bench/harness/results-page.js';
import { exampleResult } from './results.js';

it('shows medians with quartiles and ratios to the baseline, ours in bold', () => {
  const page = resultsPage([exampleResult()]);
  expect(page).toContain('| peer (baseline) | 20 (15–30) | 1 |');
  expect(page).toContain('| **ours** | 10 (7.5–15) · 0.5× | 4,100 (4,050–4,150) · 4,100× |');
});

it('says how it was run: command, machine, versions, noise', () => {
  const page = resultsPage([exampleResult()]);
  expect(page).toContain('`npm run bench -- example`, 2026-01-02, 3 rounds');
  expect(page).toContain('A CPU, 2 cores, 16 GB, linux 6, Node v20.0.0');
  expect(page).toContain('mixpeek 0.1.0, peer 1.2.3');
  expect(page).toContain('a fixed loop took 102 ms, its quartiles 5.4 % apart, slowest and fastest 9.8 %');
});

it('says when fewer rounds were run than the comparison asks for', () => {
  expect(resultsPage([exampleResult({ roundsAsked: 7 })])).toContain('3 rounds of the 7 that it asks for');
});

it('shows a failed contestant with its reason', () => {
  const failures = [1, 2, 3].map((round) => ({ round, reason: 'exit 1:\n no | such `thing`' }));
  const broken = { name: 'broken', failures, values: { cpuMs: [null, null, null] } };
  const page = resultsPage([exampleResult({ contestants: [...exampleResult().contestants, broken] })]);
  expect(page).toContain('| broken | failed | failed |');
  expect(page).toContain("- broken failed in 3 of 3 rounds: `exit 1: no | such 'thing'`");
});

it('prints every target with its limit, what was measured and the outcome, and counts them', () => {
  const against = { contestant: 'ours', measure: 'cpuMs', against: 'peer' };
  const page = resultsPage([
    exampleResult({
      targets: [
        { ...against, atMost: 0.6, says: 'fast' },
        { ...against, atMost: 0.4, says: 'faster' },
        { contestant: 'ours', measure: 'cpuMs', atMost: 12, says: 'absolute' },
        { contestant: 'gone', measure: 'cpuMs', atMost: 12, says: 'absent' },
      ],
    }),
  ]);
  expect(page).toContain('| fast | at most 0.6× | 0.5× | met |');
  expect(page).toContain('| faster | at most 0.4× | 0.5× | **missed** |');
  expect(page).toContain('| absolute | at most 12 ms | 10 | met |');
  expect(page).toContain('| absent | at most 12 ms | – | **not judged** |');
  expect(page).toContain('Targets: 2 met, 1 missed, 1 not judged.');
});
