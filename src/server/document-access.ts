import type { JsonObject, JsonValue } from '../internal/json.js';
import type { Caller } from './context.js';
import type { CompiledFilter } from './engine/index.js';
import { isJsonObject } from './json-object.js';
import { forbidden } from './problem.js';

/** Who may read and write a document: `_internal._acl`. */
export interface DocumentAcl extends JsonObject {
  owner: string | null;
  read: string[];
  write: string[];
  public: boolean;
}

type Access = Pick<Caller, 'principalId'>;

/** Keeps what the caller may read; nothing to keep to for keys of the organization. */
export function readableBy({ principalId }: Access): CompiledFilter | undefined {
  if (principalId === null) return undefined;
  return { matches: ({ payload }) => mayRead(payload, principalId), narrow: () => undefined };
}

/** Documents that nobody owns belong to the organization, whose keys alone see them. */
function mayRead(payload: JsonObject, principal: string): boolean {
  const acl = aclOf(payload);
  return acl !== undefined && (acl.public || acl.owner === principal || acl.read.includes(principal));
}

export const canRead = (payload: JsonObject, { principalId }: Access): boolean =>
  principalId === null || mayRead(payload, principalId);

export function canWrite(payload: JsonObject, { principalId }: Access): boolean {
  if (principalId === null) return true;
  const acl = aclOf(payload);
  return acl !== undefined && (acl.owner === principalId || acl.write.includes(principalId));
}

/** Throws the 403 for a document that the caller sees and may not change. */
export function refuseForeignWrite(payload: JsonObject, { caller, id }: { caller: Access; id: string }): void {
  if (canWrite(payload, caller)) return;
  throw forbidden(`${caller.principalId ?? ''} may read document ${id}, not change it.`, {
    code: 'document_not_writable',
    details: { resource: 'document', id },
  });
}

/** Only the owner, and keys of the organization, say who may do what. */
export function refuseForeignAcl(payload: JsonObject, { caller, id }: { caller: Access; id: string }): void {
  if (caller.principalId === null || aclOf(payload)?.owner === caller.principalId) return;
  throw forbidden(`Only its owner changes who may read and write document ${id}.`, {
    code: 'document_not_owned',
    details: { resource: 'document', id },
  });
}

/** What a new document of this caller has; nothing for keys of the organization. */
export const ownAcl = (principalId: string | null): { _acl?: DocumentAcl } =>
  principalId === null
    ? {}
    : { _acl: { owner: principalId, read: [principalId], write: [principalId], public: false } };

export function aclOf(payload: JsonObject): DocumentAcl | undefined {
  const internal = payload['_internal'];
  return isJsonObject(internal) && isJsonObject(internal['_acl']) ? toAcl(internal['_acl']) : undefined;
}

/** As given, what is left out being nobody. */
export const toAcl = (value: JsonObject): DocumentAcl => ({
  owner: typeof value['owner'] === 'string' ? value['owner'] : null,
  read: strings(value['read']),
  write: strings(value['write']),
  public: value['public'] === true,
});

const strings = (value: JsonValue | undefined): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
