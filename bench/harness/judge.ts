import type { Target } from './comparison.js';
import { seriesOf } from './result.js';
import type { Result } from './result.js';
import { median, present, ratios } from './statistics.js';

export interface Verdict {
  readonly target: Target;
  readonly outcome: 'met' | 'missed' | 'not judged';
  /** The median ratio, or the median value of an absolute target. NaN when not judged. */
  readonly figure: number;
}

export function judge(result: Result): Verdict[] {
  return result.targets.map((target) => {
    const figure = figureOf(result, target);
    if (Number.isNaN(figure)) return { target, outcome: 'not judged', figure };
    const met = figure <= (target.atMost ?? Infinity) && figure >= (target.atLeast ?? -Infinity);
    return { target, outcome: met ? 'met' : 'missed', figure };
  });
}

function figureOf(result: Result, { contestant, measure, against }: Target): number {
  const series = seriesOf(result, contestant, measure);
  return median(against === undefined ? present(series) : ratios(series, seriesOf(result, against, measure)));
}
