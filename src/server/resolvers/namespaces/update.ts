import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, textOf } from '../../json-object.js';
import { badRequest } from '../../problem.js';
import type { NamespaceRecord, PayloadIndexRecord } from '../../records.js';
import { requireEnterprise } from './create.js';
import { refuseTakenIdentity } from './identity.js';
import { addExtractors, readExtractors } from './read-extractors.js';
import { readPayloadIndexes } from './read-indexes.js';
import { toNamespaceView } from './view.js';

/** PATCH: fields that are absent or null keep their value, except `description`, which null clears. */
export function updateNamespace(context: RequestContext): ResolverResult {
  const { body, namespace, caller } = context;
  const changed: NamespaceRecord = { ...namespace, ...readNameAndIndexes(context) };
  if (typeof body['description'] === 'string' || body['description'] === null)
    changed.description = body['description'];
  if (typeof body['auto_create_indexes'] === 'boolean') changed.auto_create_indexes = body['auto_create_indexes'];
  if (isJsonObject(body['infrastructure'])) {
    requireEnterprise(caller.tier);
    changed.infrastructure = body['infrastructure'];
  }
  if (Array.isArray(body['feature_extractors'])) Object.assign(changed, appendExtractors(context));
  return store(changed, context);
}

/** PUT: name and payload indexes. */
export function replaceNamespace(context: RequestContext): ResolverResult {
  return store({ ...context.namespace, ...readNameAndIndexes(context) }, context);
}

function store(changed: NamespaceRecord, { tx, services, state }: RequestContext): ResolverResult {
  const namespace = { ...changed, updated_at: isoTime(services.clock.now()) };
  tx.put('namespaces', namespace);
  return { body: toNamespaceView(namespace, state) };
}

function readNameAndIndexes({ body, namespace, state }: RequestContext): Partial<NamespaceRecord> {
  const changes: Partial<NamespaceRecord> = {};
  if (typeof body['namespace_name'] === 'string') {
    refuseTakenIdentity({ name: body['namespace_name'] }, state, namespace.id);
    changes.namespace_name = body['namespace_name'];
  }
  const indexes = readPayloadIndexes(body['payload_indexes']);
  if (indexes !== undefined) {
    const kept = keepProtected(namespace.payload_indexes, indexes);
    changes.payload_indexes = kept;
    // A changed or new index answers only after ensure-indexes has built it.
    changes.ensured_indexes = namespace.ensured_indexes.filter((field) => {
      const [before, after] = [namespace.payload_indexes, kept].map((list) => list.find((i) => i.field_name === field));
      return before !== undefined && after !== undefined && isSameIndex(before, after);
    });
  }
  return changes;
}

function keepProtected(
  before: readonly PayloadIndexRecord[],
  wanted: readonly PayloadIndexRecord[],
): PayloadIndexRecord[] {
  const isWanted = (index: PayloadIndexRecord): boolean => wanted.some((w) => w.field_name === index.field_name);
  return [...before.filter((index) => index.is_protected === true && !isWanted(index)), ...wanted];
}

export function isSameIndex(a: PayloadIndexRecord, b: PayloadIndexRecord): boolean {
  const settings = (index: PayloadIndexRecord): string =>
    JSON.stringify(Object.entries(index.field_schema ?? {}).sort(([x], [y]) => (x < y ? -1 : 1)));
  return a.type === b.type && settings(a) === settings(b);
}

/** The list may only grow; standalone namespaces have none. */
function appendExtractors({ namespace, body }: RequestContext): Partial<NamespaceRecord> {
  const extractors = readExtractors(body['feature_extractors']);
  if (namespace.mode === 'standalone' && extractors.length > 0) {
    throw badRequest(
      'namespace_not_managed',
      `Namespace ${namespace.id} is standalone and takes no feature extractors. Promote it first.`,
    );
  }
  const wanted = extractors.map(({ record }) => textOf(record, 'feature_extractor_id'));
  const missing = namespace.feature_extractors
    .map((record) => textOf(record, 'feature_extractor_id'))
    .filter((id) => !wanted.includes(id));
  if (missing.length > 0) {
    throw badRequest(
      'feature_extractors_append_only',
      `Feature extractors can be added but not removed: ${missing.join(', ')} must stay in the list.`,
      { missing },
    );
  }
  const kept = extractors.map((extractor) => {
    const id = extractor.record['feature_extractor_id'];
    const present = namespace.feature_extractors.find((record) => record['feature_extractor_id'] === id);
    // Parameters are locked when the extractor is added.
    return present === undefined ? extractor : { ...extractor, record: present };
  });
  return addExtractors(namespace, kept);
}
