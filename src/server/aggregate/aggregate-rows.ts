import type { JsonObject, JsonValue } from '../../internal/json.js';
import { readPath } from '../engine/read-path.js';
import { compareValues } from '../engine/sort.js';
import type { Aggregation, GroupKey } from './aggregation.js';
import { COMPUTE } from './functions.js';
import { groupValue } from './group-value.js';
import { fulfils } from './having.js';
import { identityOf } from '../json-identity.js';
import { unwindRows } from './unwind.js';

export interface AggregationOutcome {
  readonly results: { readonly group: JsonObject; readonly metrics: JsonObject }[];
  /** Groups that fulfil `having`, before `limit`. */
  readonly totalGroups: number;
  /** Rows that are in a group; more than came in, after `unwind`. */
  readonly rows: number;
}

/** Groups rows and computes over each group. Rows are plain objects, in the order that `first` and `last` go by. */
export function aggregateRows(rows: readonly JsonObject[], aggregation: Aggregation): AggregationOutcome {
  const { groupBy, operations, having, unwind, sort, limit } = aggregation;
  const groups = groupRows(unwind === undefined ? rows : unwindRows(rows, unwind), groupBy);
  const results = groups
    .map(({ group, members }) => {
      const metrics: JsonObject = {};
      for (const { function: name, field, alias } of operations) {
        metrics[alias] =
          field === undefined ? members.length : COMPUTE[name](members.map((row) => readPath(row, field)[0]));
      }
      return { group, metrics };
    })
    .filter(({ metrics }) => fulfils(metrics, having));
  if (sort !== undefined) {
    const valueOf = ({ group, metrics }: (typeof results)[number]): JsonValue | undefined =>
      Object.hasOwn(metrics, sort.by) ? metrics[sort.by] : group[sort.by];
    results.sort((a, b) => compareValues(valueOf(a), valueOf(b), sort.direction));
  }
  return {
    results: results.slice(0, limit),
    totalGroups: results.length,
    rows: groups.reduce((sum, { members }) => sum + members.length, 0),
  };
}

interface Group {
  readonly group: JsonObject;
  readonly members: JsonObject[];
}

function groupRows(rows: readonly JsonObject[], keys: readonly GroupKey[]): Group[] {
  // Without keys there is one group, even of nothing.
  if (keys.length === 0) return [{ group: {}, members: [...rows] }];
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const values = keys.map((key) => groupValue(readPath(row, key.field)[0] ?? null, key));
    if (!values.every((value) => value !== undefined)) continue;
    const identity = identityOf(values);
    let group = groups.get(identity);
    if (group === undefined) {
      group = { group: Object.fromEntries(keys.map(({ name }, i) => [name, values[i] ?? null])), members: [] };
      groups.set(identity, group);
    }
    group.members.push(row);
  }
  return Array.from(groups.values());
}
