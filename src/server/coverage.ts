import type { Operation } from '../operation.js';
import type { Fidelity } from './context.js';
import type { ResolverTable } from './resolvers/table.js';

/** How faithfully one operation is answered. `missing`: not at all, with a 501. */
export interface OperationCoverage {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly fidelity: Fidelity | 'missing';
  readonly note?: string;
}

/** How faithfully the operations are answered, one by one and counted. */
export interface Coverage {
  readonly operations: readonly OperationCoverage[];
  readonly totals: Readonly<Record<OperationCoverage['fidelity'], number>>;
}

export function describeCoverage(operations: readonly Operation[], resolvers: ResolverTable): Coverage {
  const totals = { exact: 0, behavioural: 0, shape: 0, missing: 0 };
  const rows = operations.map(({ id, http, path }): OperationCoverage => {
    const entry = resolvers[id];
    const fidelity = entry?.fidelity ?? 'missing';
    totals[fidelity] += 1;
    return { operation: id, method: http, path, fidelity, ...(entry?.note === undefined ? {} : { note: entry.note }) };
  });
  return { operations: rows, totals };
}
