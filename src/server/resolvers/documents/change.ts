import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { notFound, unprocessable, type Violation } from '../../problem.js';
import { placePayload } from './place-payload.js';
import { stageDocuments } from './upsert.js';
import { internals, readViewOptions, toDocumentView } from './view.js';

export function getDocument({ namespace, state, path, query, view }: RequestContext): ResolverResult {
  const id = path['document_id'] ?? '';
  const space = state.documents(namespace.id);
  const index = space.view(view);
  if (!index.has(id)) throw notFound('document', id);
  return { body: toDocumentView(id, { namespaceId: namespace.id, space, index }, readViewOptions(query)) };
}

/** PATCH: sets the given payload fields; a null is stored. */
export const updateDocument = (context: RequestContext): ResolverResult =>
  changePayload(context, (payload) => ({ ...payload, ...context.body }));

/** PUT: the body is the whole payload. */
export const replaceDocument = (context: RequestContext): ResolverResult => changePayload(context, () => context.body);

/** Vectors and the time of creation stay. */
function changePayload(context: RequestContext, change: (payload: JsonObject) => JsonObject): ResolverResult {
  const { namespace, state, path, body, services } = context;
  const id = path['document_id'] ?? '';
  refuseReserved(body);
  const space = state.documents(namespace.id);
  const document = space.view('head').get(id);
  if (document === undefined) throw notFound('document', id);
  const payload = change(document.payload);
  stageDocuments(context, [{ ...document, payload }]);
  const updated = isoTime(services.clock.now());
  const own = {
    document_id: id,
    _internal: { ...internals(id, { namespaceId: namespace.id, space }), updated_at: updated },
  };
  return { body: placePayload(payload, own) };
}

function refuseReserved(body: JsonObject): void {
  const violations = Object.keys(body).flatMap((key): Violation[] => {
    const isReserved = key === 'document_id' || key === 'vectors' || key.startsWith('_');
    if (!isReserved) return [];
    const hint = key === 'vectors' ? 'write vectors with upsert' : 'leave it out';
    return [
      { type: 'reserved', location: ['body', key], message: `belongs to the service, not to the payload; ${hint}` },
    ];
  });
  if (violations.length > 0) throw unprocessable(violations);
}
