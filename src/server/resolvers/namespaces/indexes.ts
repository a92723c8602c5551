import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { textOf } from '../../json-object.js';
import { conflict } from '../../problem.js';
import type { PayloadIndexRecord } from '../../records.js';
import { valueAt } from '../../sort-order.js';
import { refuseImpossible, refuseRepeats } from './read-indexes.js';
import { isSameIndex } from './update.js';

/** Registers every declared payload index, filled from the documents that are stored. */
export function ensureIndexes(context: RequestContext): ResolverResult {
  const { namespace, query } = context;
  const fields = namespace.payload_indexes.map((index) => index.field_name);
  const created = fields.filter((field) => !namespace.ensured_indexes.includes(field));
  const rebuilt = query['force_rebuild'] === true ? fields.filter((field) => !created.includes(field)) : [];
  if (created.length > 0) store(context, namespace.payload_indexes, fields);
  context.tx.rebuildIndexes(namespace.id, rebuilt);
  return {
    body: {
      namespace_id: namespace.id,
      indexes: describeIndexes(context, namespace.payload_indexes),
      created,
      rebuilt,
    },
  };
}

/** The older way to declare keyword indexes: declared and built in one step. */
export function createTextIndexes(context: RequestContext): ResolverResult {
  const { body } = context;
  const fields = Array.isArray(body['fields']) ? body['fields'].map(String) : [];
  refuseRepeats(fields, { list: 'fields', field: '' });
  const schema: JsonObject = {
    type: 'text',
    tokenizer: 'word',
    min_token_len: typeof body['min_token_length'] === 'number' ? body['min_token_length'] : 2,
    lowercase: true,
    language: typeof body['language'] === 'string' ? body['language'] : 'english',
    strip_html: body['strip_html'] === true,
  };
  return declare(
    context,
    fields.map((field) => ({ field_name: field, type: 'text', field_schema: schema, is_protected: false })),
  );
}

/** The older way to declare one filter index. */
export function createPayloadIndex(context: RequestContext): ResolverResult {
  const [field_name, type] = [textOf(context.body, 'field_name'), textOf(context.body, 'field_type')];
  return declare(context, [{ field_name, type, field_schema: null, is_protected: false }]);
}

function declare(context: RequestContext, wanted: readonly PayloadIndexRecord[]): ResolverResult {
  const { namespace } = context;
  refuseImpossible(wanted);
  for (const index of wanted) {
    const present = namespace.payload_indexes.find((other) => other.field_name === index.field_name);
    if (present === undefined || isSameIndex(present, index)) continue;
    throw conflict(
      'payload_index_exists',
      `The field "${index.field_name}" has an index of type ${present.type} with other settings. Change it with ` +
        'PATCH payload_indexes, then call ensure-indexes.',
      { field_name: index.field_name, type: present.type },
    );
  }
  const names = wanted.map((index) => index.field_name);
  const others = namespace.payload_indexes.filter((index) => !names.includes(index.field_name));
  store(context, [...others, ...wanted], [...new Set([...namespace.ensured_indexes, ...names])]);
  return { body: { namespace_id: namespace.id, indexes: describeIndexes(context, wanted), batch_id: null } };
}

function store(context: RequestContext, indexes: readonly PayloadIndexRecord[], ensured: readonly string[]): void {
  context.tx.put('namespaces', {
    ...context.namespace,
    payload_indexes: [...indexes],
    ensured_indexes: [...ensured],
    updated_at: isoTime(context.services.clock.now()),
  });
}

function describeIndexes({ state, namespace }: RequestContext, indexes: readonly PayloadIndexRecord[]): JsonObject[] {
  const counts = new Map(indexes.map((index) => [index.field_name, 0]));
  const documents = state.documents(namespace.id).view('head');
  for (const id of documents.ids()) {
    const payload = documents.payload(id) ?? {};
    for (const [field, count] of counts) if (valueAt(payload, field) !== null) counts.set(field, count + 1);
  }
  return indexes.map((index) => ({
    field_name: index.field_name,
    type: index.type,
    status: 'ready',
    document_count: counts.get(index.field_name) ?? 0,
  }));
}
