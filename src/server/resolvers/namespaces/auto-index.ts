import type { JsonValue } from '../../../internal/json.js';
import type { JobContext, JobHandler, RequestContext } from '../../context.js';
import { parseInstant } from '../../engine/instant.js';
import { readPath } from '../../engine/read-path.js';
import { isoTime } from '../../iso-time.js';
import { textOf } from '../../json-object.js';

const KIND = 'namespaces.autoIndex';
const EVERY_MS = 6 * 60 * 60 * 1000;
/** Values looked at to tell the type of a field. */
const SAMPLE = 100;

/** When the fields of the namespace are looked at next; null: not as long as nothing filters by one without an index. */
export function nextAutoIndexAt(namespaceId: string, { state }: Pick<JobContext, 'state'>): number | null {
  const [id] = state.ids('jobs', (job) => job.kind === KIND && job.payload['namespace_id'] === namespaceId);
  return id === undefined ? null : (state.get('jobs', id)?.due_at ?? null);
}

/** Counts a search by fields without an index, and has the next check of the namespace on its way. */
export function countFilters(fields: ReadonlySet<string>, context: RequestContext): void {
  const { namespace, services, state, tx } = context;
  if (fields.size === 0 || !namespace.auto_create_indexes) return;
  const now = services.clock.now();
  services.filterUsage.add(namespace.id, fields, now);
  const planned = state.ids('jobs', (job) => job.kind === KIND && job.payload['namespace_id'] === namespace.id);
  if (planned.length > 0) return;
  // Several queries of one batch plan the same job.
  const payload = { namespace_id: namespace.id };
  tx.put('jobs', { id: `job_index_${namespace.id}`, kind: KIND, due_at: now + EVERY_MS, payload });
}

/** Indexes fields that more than 100 queries filtered by within 24 hours. Runs every 6 hours while there are any. */
export const runAutoIndex: JobHandler = ({ payload }, context) => {
  const { state, services, tx } = context;
  const namespace = state.get('namespaces', textOf(payload, 'namespace_id'));
  if (namespace === undefined || !namespace.auto_create_indexes) return;
  const now = services.clock.now();
  const indexed = new Set(namespace.payload_indexes.map((index) => index.field_name));
  const created = services.filterUsage
    .frequent(namespace.id, now)
    .filter((field) => !indexed.has(field))
    .map((field) => ({ field_name: field, type: indexTypeOf(field, namespace.id, context), field_schema: null }));
  if (created.length > 0) {
    tx.put('namespaces', {
      ...namespace,
      payload_indexes: [...namespace.payload_indexes, ...created],
      ensured_indexes: [...namespace.ensured_indexes, ...created.map((index) => index.field_name)],
      updated_at: isoTime(now),
    });
  }
  for (const { field_name: field } of created) services.filterUsage.forget(namespace.id, field);
  if (services.filterUsage.isActive(namespace.id, now)) tx.schedule(KIND, now + EVERY_MS, payload);
};

/** The type that all values looked at have; `keyword` for texts and mixtures. */
export function indexTypeOf(field: string, namespaceId: string, { state }: Pick<JobContext, 'state'>): string {
  const index = state.documents(namespaceId).view('head');
  const types = new Set<string>();
  let seen = 0;
  for (const id of index.ids()) {
    if (seen === SAMPLE) break;
    for (const value of readPath(index.payload(id) ?? {}, field).flat()) {
      if (value === null) continue;
      types.add(indexType(value));
      seen += 1;
    }
  }
  if (types.size === 2 && types.has('integer') && types.has('float')) return 'float';
  const [type = 'keyword'] = types;
  return types.size === 1 ? type : 'keyword';
}

function indexType(value: JsonValue): string {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'float';
  return typeof value === 'string' && parseInstant(value) !== undefined ? 'datetime' : 'keyword';
}
