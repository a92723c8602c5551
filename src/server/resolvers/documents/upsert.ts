import type { JsonValue } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import type { StoredDocument } from '../../document-space.js';
import type { EngineDocument } from '../../engine/types.js';
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
  const { tx, state, namespace, services } = context;
  const space = state.documents(namespace.id);
  checkQuota(context, 'documents', documents.filter(({ id }) => space.times(id) === undefined).length);
  const now = isoTime(services.clock.now());
  const stored = documents.map((document): StoredDocument => ({
    ...document,
    created_at: space.times(document.id)?.created_at ?? now,
    updated_at: now,
  }));
  tx.putDocuments(namespace.id, stored);
}
