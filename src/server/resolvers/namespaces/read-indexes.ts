import type { JsonValue } from '../../../internal/json.js';
import { NamespaceIndex } from '../../engine/namespace-index.js';
import { isJsonObject, objectsOf, textOf } from '../../json-object.js';
import { unprocessable, type Violation } from '../../problem.js';
import type { PayloadIndexRecord, VectorConfigRecord } from '../../records.js';

/** Reads `vector_configs` of a request whose form was checked before. */
export function readVectorConfigs(value: JsonValue | undefined): VectorConfigRecord[] {
  const configs = objectsOf(value).map((config) => ({
    name: textOf(config, 'name'),
    dimension: Number(config['dimension']),
    metric: toMetric(config['metric']),
  }));
  refuseRepeats(
    configs.map(({ name }) => name),
    { list: 'vector_configs', field: 'name' },
  );
  return configs;
}

export const toMetric = (value: JsonValue | undefined): VectorConfigRecord['metric'] =>
  value === 'dot' || value === 'euclidean' ? value : 'cosine';

/** Reads `payload_indexes` of a request; `undefined` when it has none. */
export function readPayloadIndexes(value: JsonValue | undefined): PayloadIndexRecord[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const violations: Violation[] = [];
  const indexes = objectsOf(value).map((entry, position): PayloadIndexRecord => {
    const schema = isJsonObject(entry['field_schema']) ? entry['field_schema'] : null;
    const type = textOf(entry, 'type') || textOf(schema ?? {}, 'type');
    if (schema !== null && schema['type'] !== undefined && schema['type'] !== type) {
      violations.push({
        type: 'consistency',
        location: ['body', 'payload_indexes', position, 'field_schema', 'type'],
        message: `is "${textOf(schema, 'type')}" while the index is "${type}"; give the same type in both`,
      });
    }
    return {
      field_name: textOf(entry, 'field_name'),
      type,
      field_schema: schema,
      is_protected: entry['is_protected'] === true,
    };
  });
  if (violations.length > 0) throw unprocessable(violations);
  refuseRepeats(
    indexes.map((index) => index.field_name),
    { list: 'payload_indexes', field: 'field_name' },
  );
  refuseImpossible(indexes);
  return indexes;
}

/** Settings are tried out before they are stored: an index that cannot be built must not get into the state. */
export function refuseImpossible(indexes: readonly PayloadIndexRecord[]): void {
  const probe = new NamespaceIndex();
  for (const { field_name, type, field_schema = null } of indexes) {
    probe.addPayloadIndex({ field_name, type, field_schema });
  }
}

export function refuseRepeats(names: readonly string[], place: { list: string; field: string }): void {
  const violations = names.flatMap((name, position): Violation[] => {
    const first = names.indexOf(name);
    if (first === position) return [];
    return [
      {
        type: 'unique',
        location: ['body', place.list, position, place.field],
        message: `"${name}" is already used by entry ${first}`,
      },
    ];
  });
  if (violations.length > 0) throw unprocessable(violations);
}
