import type { JsonObject, JsonValue } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { canRead, refuseForeignAcl, refuseForeignWrite, toAcl } from '../../document-access.js';
import type { EngineDocument } from '../../engine/index.js';
import { createPresign } from '../../ingest/object-view.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject } from '../../json-object.js';
import { notFound, unprocessable, type Violation } from '../../problem.js';
import { placePayload } from './place-payload.js';
import { stageDocuments } from './upsert.js';
import { type DocumentSource, ownFields, readViewOptions, toDocumentView } from './view.js';

/** A document by id; of the collection, when one is given. */
export function getDocument(context: RequestContext, collectionId?: string): ResolverResult {
  const { namespace, state, path, query, view, caller, services } = context;
  const id = path['document_id'] ?? '';
  const space = state.documents(namespace.id);
  const source: DocumentSource = { namespaceId: namespace.id, space, index: space.view(view) };
  const payload = source.index.payload(id);
  if (payload === undefined || !isIn(payload, collectionId) || !canRead(payload, caller))
    throw notFound('document', id);
  const presign = createPresign({ origin: context.origin, services }, query['return_presigned_urls']);
  return { body: toDocumentView(id, source, { ...readViewOptions(query), presign }) };
}

const isIn = (payload: JsonObject, collectionId: string | undefined): boolean =>
  collectionId === undefined || payload['collection_id'] === collectionId;

/** PATCH: sets the given payload fields; a null is stored. */
export const updateDocument = (context: RequestContext, collectionId?: string): ResolverResult =>
  changeDocument(context, 'merge', collectionId);

/** PUT: the body is the whole payload. */
export const replaceDocument = (context: RequestContext, collectionId?: string): ResolverResult =>
  changeDocument(context, 'replace', collectionId);

type Way = 'merge' | 'replace';

/** Vectors and the time of creation stay. */
function changeDocument(context: RequestContext, way: Way, collectionId: string | undefined): ResolverResult {
  const { namespace, state, path, body, services } = context;
  const id = path['document_id'] ?? '';
  refuseReserved(body, ['body']);
  const document = findWritable(id, context, collectionId);
  const payload = changePayload(document, body, { way, context });
  stageDocuments(context, [{ ...document, payload }]);
  const now = isoTime(services.clock.now());
  const times = { created_at: state.documents(namespace.id).times(id)?.created_at ?? now, updated_at: now };
  const { _internal: kept, ...shown } = payload;
  return { body: placePayload(shown, ownFields(id, { kept, times, namespaceId: namespace.id })) };
}

/** A document that the caller may change. Throws the 404, or the 403 for one that it may only read. */
export function findWritable(
  id: string,
  { namespace, state, caller }: Pick<RequestContext, 'namespace' | 'state' | 'caller'>,
  collectionId?: string,
): EngineDocument {
  const document = state.documents(namespace.id).view('head').get(id);
  if (document === undefined || !isIn(document.payload, collectionId) || !canRead(document.payload, caller)) {
    throw notFound('document', id);
  }
  refuseForeignWrite(document.payload, { caller, id });
  return document;
}

/** The payload with the fields of a request; what the service keeps stays. */
export function changePayload(
  { id, payload }: EngineDocument,
  fields: JsonObject,
  { way, context }: { way: Way; context: Pick<RequestContext, 'caller'> },
): JsonObject {
  const { _internal: given, ...own } = fields;
  const { _internal: kept, collection_id: collection } = payload;
  const changed = way === 'merge' ? { ...payload, ...own } : own;
  const internal = withAcl(kept, given, () => refuseForeignAcl(payload, { caller: context.caller, id }));
  const isOfCollection = isJsonObject(kept) && kept['collection_id'] !== undefined && collection !== undefined;
  return {
    ...changed,
    ...(isOfCollection ? { collection_id: collection } : {}),
    ...(internal === undefined ? {} : { _internal: internal }),
  };
}

function withAcl(kept: JsonValue | undefined, given: JsonValue | undefined, check: () => void): JsonObject | undefined {
  const internal = isJsonObject(kept) ? kept : undefined;
  const acl = isJsonObject(given) ? given['_acl'] : undefined;
  if (!isJsonObject(acl)) return internal;
  check();
  const before = isJsonObject(internal?.['_acl']) ? internal['_acl'] : {};
  return { ...internal, _acl: toAcl({ ...before, ...acl }) };
}

/** Names that a payload cannot have. Of `_internal`, `_acl` alone may be set. */
export function refuseReserved(body: JsonObject, location: readonly (string | number)[]): void {
  const violations = Object.entries(body).flatMap(([key, value]): Violation[] => {
    if (key === '_internal' && isAclAlone(value)) return [];
    const isReserved = key === 'document_id' || key === 'vectors' || key.startsWith('_');
    if (!isReserved) return [];
    const hint = key === 'vectors' ? 'write vectors with upsert' : 'leave it out';
    return [
      {
        type: 'reserved',
        location: [...location, key],
        message: `belongs to the service, not to the payload; ${hint}`,
      },
    ];
  });
  if (violations.length > 0) throw unprocessable(violations);
}

const isAclAlone = (value: JsonValue): boolean =>
  isJsonObject(value) && isJsonObject(value['_acl']) && Object.keys(value).length === 1;
