/** Orders by UTF-16 code units, as `<` does: the same everywhere, unlike locale order. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
