import type { Coverage, OperationCoverage } from '../../src/server/coverage.js';

const INTRO = `# How faithfully the reference server answers

This page is made from the table that \`GET /__mixpeek/coverage\` prints. \`exact\`: as the API documents it. \`behavioural\`: the right
rules with a local stand-in; the note says what differs. \`shape\`: only the form is right; a server with \`strict\` answers 501.`;

/** The page: counts, then every operation by resource. */
export function toCoveragePage({ operations, totals }: Coverage): string {
  const counts = Object.entries(totals).map(([label, count]) => `${count} ${label}`);
  const groups = new Map<string, OperationCoverage[]>();
  for (const each of operations) {
    const [group = ''] = each.operation.split('.');
    groups.set(group, [...(groups.get(group) ?? []), each]);
  }
  const sections = [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([group, rows]) => toSection(group, rows));
  return [INTRO, `${operations.length} operations: ${counts.join(', ')}.`, ...sections].join('\n\n');
}

function toSection(group: string, rows: readonly OperationCoverage[]): string {
  const lines = rows.map(
    ({ operation, method, path, fidelity, note = '' }) =>
      `| \`${operation}\` | \`${method} ${path}\` | ${fidelity} | ${note.replaceAll('|', '\\|')} |`,
  );
  return [
    `## ${group}`,
    '',
    '| operation | request | fidelity | what differs |',
    '| --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}
