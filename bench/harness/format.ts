/** A figure as people read it: three digits that matter, thousands apart, no exponent. */
export function formatFigure(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (value !== 0 && Math.abs(value) < 0.01) return value.toPrecision(2);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.max(Math.abs(value), 1))));
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

export function formatRatio(value: number): string {
  return Number.isNaN(value) ? '–' : `${value.toLocaleString('en-US', { maximumSignificantDigits: 3 })}×`;
}

export function formatPercent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`;
}
