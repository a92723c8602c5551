import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

/** Differences that are meant, and why. */
export interface KnownDifference {
  /** Regular expression that finds the lines. */
  readonly lines: string;
  readonly reason: string;
}

export interface SortedDifferences {
  /** Lines that nothing explains. */
  readonly unexplained: readonly string[];
  readonly explained: readonly { readonly reason: string; readonly lines: readonly string[] }[];
}

export async function loadKnownDifferences(file: string): Promise<KnownDifference[]> {
  return parse(await readFile(file, 'utf8')) as KnownDifference[];
}

/** The first that fits explains a line. */
export function sortDifferences(lines: readonly string[], known: readonly KnownDifference[]): SortedDifferences {
  const rules = known.map(({ lines: pattern, reason }) => ({
    pattern: new RegExp(pattern),
    reason,
    lines: [] as string[],
  }));
  const unexplained = lines.filter((line) => {
    const rule = rules.find(({ pattern }) => pattern.test(line));
    rule?.lines.push(line);
    return rule === undefined;
  });
  return { unexplained, explained: rules.map(({ reason, lines: found }) => ({ reason, lines: found })) };
}
