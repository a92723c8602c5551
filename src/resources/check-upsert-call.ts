import type { UpsertDocument } from '../generated/schemas.js';
import type { CallArguments } from './arguments.js';
import { checkUpsert } from './check-documents.js';
import type { KnownVectorConfig } from './check-documents.js';
import { withDocumentIds } from './document-ids.js';

/** Checks the arguments of an upsert, and gives ids to the documents that have none. */
export function checkUpsertCall(call: CallArguments, configs: readonly KnownVectorConfig[] | undefined): CallArguments {
  const body = (call.body ?? {}) as { documents: UpsertDocument[] };
  checkUpsert({ ...body }, configs);
  return { ...call, body: { ...body, documents: withDocumentIds(body.documents) } };
}
