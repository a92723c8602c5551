import type { Measure, Target } from './comparison.js';
import { formatFigure, formatPercent, formatRatio } from './format.js';
import { judge } from './judge.js';
import type { Verdict } from './judge.js';
import { seriesOf } from './result.js';
import type { ContestantResult, Result } from './result.js';
import { median, present, ratios, spread } from './statistics.js';

/** `bench/results.md`: every comparison that was run, from its raw figures. */
export function resultsPage(results: readonly Result[]): string {
  const verdicts = results.flatMap(judge);
  const count = (outcome: Verdict['outcome']): number =>
    verdicts.filter((verdict) => verdict.outcome === outcome).length;
  const intro = [
    '# Measured results',
    'Written by `npm run bench`; the raw figures of every round are in `results/`. `README.md` says how to run it.',
    'Every contestant is a process of its own. All run once per round, in an order shuffled anew each round, pinned to one core; servers run on another. ' +
      'A cell is the median with its quartiles, then the median of the ratios to the baseline **within each round**. ' +
      'Wall time and latency suffer from whatever else the machine does; CPU time and ratios much less. ' +
      'Bold rows are ours.',
    `Targets: ${count('met')} met, ${count('missed')} missed, ${count('not judged')} not judged.`,
    results.map(({ name, title }) => `- [${title}](#${name})`).join('\n'),
  ];
  return `${[...intro, ...results.map(resultsSection)].join('\n\n')}\n`;
}

/** One comparison: how it was run, its figures, what failed, its targets. */
export function resultsSection(result: Result): string {
  const { name, title, about, contestants } = result;
  const failed = contestants.filter(({ failures }) => failures.length > 0);
  const charted = result.measures.some(({ chart }) => chart);
  return [
    `<a id="${name}"></a>`,
    `## ${title}`,
    about,
    conditions(result),
    ...(charted ? [`![${title}](charts/${name}.svg)`] : []),
    figuresTable(result),
    ...(failed.length > 0 ? [failed.map((contestant) => failureLine(contestant, result.rounds)).join('\n')] : []),
    ...(result.targets.length > 0 ? [targetsTable(result)] : []),
  ].join('\n\n');
}

function conditions({ command, date, rounds, roundsAsked, machine, versions, noiseMs }: Result): string {
  const { median: middle, lower, upper } = spread(noiseMs);
  const noise = formatPercent((upper - lower) / middle);
  const range = formatPercent((Math.max(...noiseMs) - Math.min(...noiseMs)) / middle);
  const fewer = rounds < roundsAsked ? ` of the ${roundsAsked} that it asks for` : '';
  return [
    `- \`${command}\`, ${date}, ${rounds} ${rounds === 1 ? 'round' : 'rounds'}${fewer}`,
    `- ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGB} GB, ${machine.system}, Node ${machine.node}`,
    `- ${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}`,
    `- Noise of the machine: a fixed loop took ${formatFigure(middle)} ms, its quartiles ${noise} apart, slowest and fastest ${range}`,
  ].join('\n');
}

function figuresTable(result: Result): string {
  const { measures, contestants, baseline } = result;
  const head = ['', ...measures.map(({ label, unit }) => `${label}${unit === '' ? '' : `, ${unit}`}`)];
  const rows = contestants.map((contestant) => {
    const mark = contestant.name === baseline ? ' (baseline)' : '';
    const name = contestant.ours ? `**${contestant.name}**${mark}` : `${contestant.name}${mark}`;
    return [name, ...measures.map((measure) => cell(result, contestant, measure))];
  });
  return table(head, rows);
}

function cell(result: Result, { name, values, failures }: ContestantResult, { key }: Measure): string {
  const series = values[key] ?? [];
  const seen = present(series);
  if (seen.length === 0) return failures.length > 0 ? 'failed' : '–';
  const { median: middle, lower, upper } = spread(seen);
  const quartiles = lower === upper ? '' : ` (${formatFigure(lower)}–${formatFigure(upper)})`;
  const ratio = median(ratios(series, seriesOf(result, result.baseline, key)));
  const relative = name === result.baseline || Number.isNaN(ratio) ? '' : ` · ${formatRatio(ratio)}`;
  return `${formatFigure(middle)}${quartiles}${relative}`;
}

function failureLine({ name, failures }: ContestantResult, rounds: number): string {
  const reason = failures[0]?.reason.replaceAll(/\s+/g, ' ').replaceAll('`', "'") ?? '';
  return `- ${name} failed in ${failures.length} of ${rounds} rounds: \`${reason}\``;
}

function targetsTable(result: Result): string {
  const rows = judge(result).map(({ target, outcome, figure }) => [
    target.says,
    limit(result, target),
    shown(target, figure),
    outcome === 'met' ? 'met' : `**${outcome}**`,
  ]);
  return table(['Target', 'Limit', 'Measured', ''], rows);
}

function limit(result: Result, target: Target): string {
  const { atMost, atLeast, measure } = target;
  const unit = target.against === undefined ? ` ${unitOf(result, measure)}` : '';
  const parts = [
    ...(atMost === undefined ? [] : [`at most ${shown(target, atMost)}${unit}`]),
    ...(atLeast === undefined ? [] : [`at least ${shown(target, atLeast)}${unit}`]),
  ];
  return parts.join(', ');
}

function shown({ against }: Target, figure: number): string {
  return against === undefined ? formatFigure(figure) : formatRatio(figure);
}

function unitOf({ measures }: Result, key: string): string {
  return measures.find((measure) => measure.key === key)?.unit ?? '';
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
