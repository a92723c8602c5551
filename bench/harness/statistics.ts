/** The value below which the fraction `at` of the values lies, interpolated; NaN for none. */
export function quantile(values: readonly number[], at: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * at;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return NaN;
  return below + (above - below) * (position - Math.floor(position));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export interface Spread {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

/** Median and quartiles. */
export function spread(values: readonly number[]): Spread {
  return { median: median(values), lower: quantile(values, 0.25), upper: quantile(values, 0.75) };
}

/** One value per round; `null` where the contestant failed or did not report it. */
export type Series = readonly (number | null)[];

export function present(series: Series): number[] {
  return series.filter((value) => value !== null);
}

/** Ratios of the rounds in which both have a value: what shook one round shook both. */
export function ratios(series: Series, against: Series): number[] {
  return series.flatMap((value, round) => {
    const other = against[round];
    return value === null || other === null || other === undefined || other === 0 ? [] : [value / other];
  });
}

/** The items in a random order, every order as likely as another. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const pick = Math.floor(random() * (last + 1));
    [order[last], order[pick]] = [order[pick] as T, order[last] as T];
  }
  return order;
}
