import type { JsonObject, JsonValue } from '../../internal/json.js';
import type { Operation } from '../../operation.js';
import type { Caller, Services, StateReader, Transaction } from '../context.js';
import { isoTime } from '../iso-time.js';
import { peekOrganization } from '../organization.js';
import type { AuditRecord } from '../records.js';
import { RESOURCE_KINDS, resourceIdOf } from '../resource-kinds.js';
import type { Change } from '../transaction.js';
import { actionOf, readActionOf, type AuditedAction } from './action.js';
import { findChange } from './changes.js';

/** A request as the audit log sees it. */
export interface AuditedRequest {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
  readonly body: JsonObject;
  readonly namespaceId: string | null;
  readonly caller: Caller;
  readonly userAgent: string | null;
  readonly requestId: string;
}

export interface AuditStage {
  readonly state: StateReader;
  readonly tx: Transaction;
  readonly services: Services;
}

/** Entries that are kept; older ones are forgotten, a block at a time. */
const KEPT = 10_000;
const BLOCK = 1000;

/** Stages the entry of a change that succeeds, in the transaction of the change. */
export function recordChange(
  request: AuditedRequest,
  { staged, answer, stage }: { staged: readonly Change[]; answer: unknown; stage: AuditStage },
): void {
  const action = actionOf(request.operation, request.body);
  const change = findChange(action.resourceType, staged, stage.state);
  putEntry(stage, {
    ...action,
    ...whoDid(request),
    resourceId: change?.id ?? idIn(answer, action.resourceType) ?? idInPath(request, action, stage.state),
    status: 'success',
    changes: change?.changes ?? null,
  });
}

/** Stages the entry of a change that was refused or failed. */
export function recordRefusal(request: AuditedRequest, stage: AuditStage): void {
  const action = actionOf(request.operation, request.body);
  const resourceId = idInPath(request, action, stage.state);
  putEntry(stage, { ...action, ...whoDid(request), resourceId, status: 'failure', changes: null });
}

/** Stages the entry of a read, where the settings ask for it. */
export function recordRead(request: AuditedRequest, stage: () => AuditStage, state: StateReader): void {
  if (peekOrganization(state)?.read_auditing !== true) return;
  const action = readActionOf(request.operation);
  if (action === undefined) return;
  const resourceId = idInPath(request, action, state);
  putEntry(stage(), { ...action, ...whoDid(request), resourceId, status: 'success', changes: null });
}

export interface NewAuditEntry extends AuditedAction {
  readonly resourceId: string;
  readonly actorId: string;
  readonly actorType: AuditRecord['actor_type'];
  readonly status: AuditRecord['status'];
  readonly changes: JsonObject | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
}

export function putEntry({ state, tx, services }: AuditStage, entry: NewAuditEntry): void {
  const excess = state.count('auditLogs') - KEPT;
  if (excess >= BLOCK) {
    const oldest = state.ids('auditLogs', () => true).slice(0, excess);
    for (const id of oldest) tx.delete('auditLogs', id);
  }
  tx.put('auditLogs', {
    id: services.id('aud'),
    timestamp: isoTime(services.clock.now()),
    resource_type: entry.resourceType,
    resource_id: entry.resourceId,
    action: entry.action,
    actor_id: entry.actorId,
    actor_type: entry.actorType,
    status: entry.status,
    changes: entry.changes,
    user_agent: entry.userAgent,
    request_id: entry.requestId,
  });
}

function whoDid({ caller, userAgent, requestId }: AuditedRequest) {
  return {
    actorId: caller.keyId ?? 'owner',
    actorType: caller.keyId === null ? ('user' as const) : ('api_key' as const),
    userAgent,
    requestId,
  };
}

/** `bucket_id` of an answer about a bucket. */
function idIn(answer: unknown, resourceType: string): string | undefined {
  const value = (answer as Readonly<Record<string, JsonValue>> | null)?.[`${resourceType}_id`];
  return typeof value === 'string' ? value : undefined;
}

/** The resource that the path names, by its id where there is one; `*` where it names none. */
function idInPath({ path, namespaceId }: AuditedRequest, { resourceType }: AuditedAction, state: StateReader): string {
  const kind = RESOURCE_KINDS.find(({ type }) => type === resourceType);
  const named = kind === undefined ? undefined : path[kind.parameter];
  if (kind !== undefined && named !== undefined) return resourceIdOf(kind, named, { state, namespaceId }) ?? named;
  return Object.values(path).at(-1) ?? '*';
}
