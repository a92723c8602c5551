import type { Measure } from './comparison.js';
import { formatFigure } from './format.js';
import type { ContestantResult, Result } from './result.js';
import { median, present } from './statistics.js';

const WIDTH = 760;
const LABELS = 270;
const VALUES = 90;
const ROW = 24;
const BAR = 16;
const PANEL_HEAD = 40;
const MARGIN = 14;

/** Legible on white and on near-black; the page says which by its colour scheme. */
const STYLE = `text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.head { font-weight: 600 }
.bar { fill: #8c959f }
.ours { fill: #0969da }
.quiet { fill: #59636e }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .bar { fill: #6e7681 }
  .ours { fill: #4493f8 }
  .quiet { fill: #9198a1 }
}`;

interface Row {
  readonly contestant: ContestantResult;
  /** NaN when the contestant failed or does not have the figure. */
  readonly value: number;
}

/** A bar chart of the charted measures, best first, or `undefined` when there is nothing to draw. */
export function chart(result: Result): string | undefined {
  const measures = result.measures.filter((measure) => measure.chart);
  if (measures.length === 0) return undefined;
  const panelHeight = PANEL_HEAD + result.contestants.length * ROW;
  const height = 2 * MARGIN + measures.length * panelHeight;
  const panels = measures.map((measure, index) => panel(result, measure, MARGIN + index * panelHeight));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escape(result.title)}</title>`,
    `<desc id="desc">${escape(measures.map((measure) => described(result, measure)).join(' '))}</desc>`,
    `<style>${STYLE}</style>`,
    ...panels,
    '</svg>',
    '',
  ].join('\n');
}

function panel(result: Result, measure: Measure, top: number): string {
  const rows = sortedRows(result, measure);
  const most = Math.max(...rows.map(({ value }) => value).filter(Number.isFinite));
  const head = `<text class="head" x="${MARGIN}" y="${top + 18}">${escape(headline(measure))}</text>`;
  const bars = rows.map(({ contestant, value }, index) => {
    const y = top + PANEL_HEAD - 10 + index * ROW;
    const baselineOfText = y + BAR - 3;
    const name = `<text x="${LABELS - 8}" y="${baselineOfText}" text-anchor="end">${escape(contestant.name)}</text>`;
    if (Number.isNaN(value))
      return `${name}<text class="quiet" x="${LABELS}" y="${baselineOfText}">${absence(contestant)}</text>`;
    const width = Math.max(1, (value / most) * (WIDTH - LABELS - VALUES));
    const kind = contestant.ours ? 'bar ours' : 'bar';
    return (
      `${name}<rect class="${kind}" x="${LABELS}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="2"/>` +
      `<text class="quiet" x="${(LABELS + width + 6).toFixed(1)}" y="${baselineOfText}">${formatFigure(value)}</text>`
    );
  });
  return [head, ...bars].join('\n');
}

function sortedRows(result: Result, { key, better }: Measure): Row[] {
  const rows = result.contestants.map((contestant) => ({
    contestant,
    value: median(present(contestant.values[key] ?? [])),
  }));
  const rank = ({ value }: Row): number => (Number.isNaN(value) ? Infinity : better === 'lower' ? value : -value);
  return rows.sort((a, b) => rank(a) - rank(b));
}

function absence({ failures }: ContestantResult): string {
  return failures.length > 0 ? 'failed' : 'not measured';
}

function headline({ label, unit, better }: Measure): string {
  return `${label}${unit === '' ? '' : `, ${unit}`} (${better} is better)`;
}

function described(result: Result, measure: Measure): string {
  const rows = sortedRows(result, measure).map(
    ({ contestant, value }) => `${contestant.name} ${Number.isNaN(value) ? absence(contestant) : formatFigure(value)}`,
  );
  return `${headline(measure)}: ${rows.join(', ')}.`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
