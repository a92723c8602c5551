import type { JsonValue } from '../../../internal/json.js';
import { DOCUMENTS_WRITTEN, hasAlerts } from '../../alerts/evaluate.js';
import type { Caller, RequestContext, ResolverResult } from '../../context.js';
import { ownAcl, refuseForeignWrite } from '../../document-access.js';
import type { DocumentSpace, StoredDocument } from '../../document-space.js';
import type { EngineDocument } from '../../engine/types.js';
import { publishEvent } from '../../events/publish.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject } from '../../json-object.js';
import { unprocessable, type Violation } from '../../problem.js';
import { checkQuota } from '../../quota.js';
import type { VectorConfigRecord } from '../../records.js';
import { readDocument } from './read-document.js';
import { checkVectors } from './vector-schema.js';

const MAX_DOCUMENTS = 1000;
/** More than this many broken places help nobody. */
const MAX_VIOLATIONS = 100;

/** Writes whole documents; every one of them, or none. */
export function upsertDocuments(context: RequestContext): ResolverResult {
  const { body, namespace, services } = context;
  const documents = readBatch(body['documents'], () => services.id('doc'));
  const created = checkVectors(documents, namespace);
  stageIndexes(context, created);
  stageDocuments(context, documents);

  const wantsToken = isJsonObject(body['options']) && body['options']['write_token'] === true;
  return {
    body: {
      inserted: documents.length,
      document_ids: documents.map(({ id }) => id),
      namespace_id: namespace.id,
      ...(wantsToken ? { write_token: services.issueWriteToken(namespace.id) } : {}),
    },
  };
}

function readBatch(value: JsonValue | undefined, newId: () => string): EngineDocument[] {
  const list = Array.isArray(value) ? value : [];
  if (list.length === 0 || list.length > MAX_DOCUMENTS) {
    const message = `must have 1 to ${MAX_DOCUMENTS} documents, not ${list.length}; use bulk-import for more`;
    throw unprocessable([{ type: 'length', location: ['body', 'documents'], message }]);
  }
  const violations: Violation[] = [];
  const documents: EngineDocument[] = [];
  const positions = new Map<string, number>();
  for (const [position, entry] of list.entries()) {
    if (violations.length >= MAX_VIOLATIONS) break;
    const { document, violations: found } = readDocument(entry, ['body', 'documents', position], newId);
    if (document === undefined) {
      violations.push(...found);
      continue;
    }
    const first = positions.get(document.id);
    if (first !== undefined) {
      violations.push({
        type: 'unique',
        location: ['body', 'documents', position, 'document_id'],
        message: `"${document.id}" is the id of document ${first} as well; each id may come once in a request`,
      });
    }
    positions.set(document.id, position);
    documents.push(document);
  }
  if (violations.length > 0) throw unprocessable(violations.slice(0, MAX_VIOLATIONS));
  return documents;
}

/** Adds vector indexes to the namespace, in front of the documents that need them. */
export function stageIndexes(
  { tx, namespace, services }: RequestContext,
  created: readonly VectorConfigRecord[],
): void {
  if (created.length === 0) return;
  tx.put('namespaces', {
    ...namespace,
    vector_configs: [...namespace.vector_configs, ...created],
    updated_at: isoTime(services.clock.now()),
  });
}

/** Overwrites keep the time of the first write. Refuses more documents than the tier holds. */
export function stageDocuments(context: RequestContext, documents: readonly EngineDocument[]): void {
  const { tx, state, namespace, services, caller } = context;
  const space = state.documents(namespace.id);
  checkQuota(context, 'documents', documents.filter(({ id }) => space.times(id) === undefined).length);
  const now = isoTime(services.clock.now());
  const stored = documents.map((document): StoredDocument => ({
    ...(caller.principalId === null ? document : ownedBy(caller.principalId, document, { space, caller })),
    created_at: space.times(document.id)?.created_at ?? now,
    updated_at: now,
  }));
  tx.putDocuments(namespace.id, stored);
  if (hasAlerts(state, namespace.id)) tellAlerts(context, documents);
}

function tellAlerts(context: RequestContext, documents: readonly EngineDocument[]): void {
  const { namespace } = context;
  publishEvent(context, {
    type: DOCUMENTS_WRITTEN,
    namespaceId: namespace.id,
    subject: { type: 'namespace', id: namespace.id },
    metadata: { document_ids: documents.map(({ id }) => id) },
  });
}

/** Documents of a key with access control belong to it; those of others are left alone. */
function ownedBy(
  principalId: string,
  document: EngineDocument,
  { space, caller }: { space: DocumentSpace; caller: Caller },
): EngineDocument {
  const stored = space.view('head').payload(document.id);
  if (stored !== undefined) refuseForeignWrite(stored, { caller, id: document.id });
  const { _internal: given } = document.payload;
  const kept = isJsonObject(given) ? given : stored?.['_internal'];
  const internal = isJsonObject(kept) ? kept : {};
  const acl = isJsonObject(internal['_acl']) ? {} : ownAcl(principalId);
  return { ...document, payload: { ...document.payload, _internal: { ...internal, ...acl } } };
}
