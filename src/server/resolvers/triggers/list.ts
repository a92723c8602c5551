import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext } from '../../context.js';
import { listBySkip } from '../../list-by-position.js';
import { selectRecords } from '../../list-records.js';
import type { TriggerExecutionRecord, TriggerRecord } from '../../records.js';
import type { TriggerFamily } from './find.js';

const DEFAULT_LIMIT = 50;

export interface TriggerListing {
  readonly family: TriggerFamily;
  readonly view: (trigger: TriggerRecord) => JsonObject;
  readonly wanted: (trigger: TriggerRecord) => boolean;
}

/** One page of triggers by `offset` and `limit` of the body, in the asked order. */
export function listTriggers({ body, namespace, state }: RequestContext, listing: TriggerListing): JsonObject {
  const { family, view, wanted } = listing;
  const records = state
    .list('triggers')
    .filter((trigger) => trigger.namespace_id === namespace.id && trigger.family === family && wanted(trigger))
    .filter((trigger) => agrees(body['trigger_type'], trigger.trigger_type) && agrees(body['status'], trigger.status));
  const field = typeof body['sort_by'] === 'string' ? body['sort_by'] : 'created_at';
  const direction = body['direction'] === 'asc' ? 'asc' : 'desc';
  const views = selectRecords(records, { body: { sort: { field, direction } }, view, searchFields: [] });
  return page(views, 'results', body);
}

const agrees = (wanted: unknown, value: string): boolean => typeof wanted !== 'string' || wanted === value;

export interface HistoryListing {
  readonly position: Readonly<Record<string, unknown>>;
  readonly view: (execution: TriggerExecutionRecord) => JsonObject;
  readonly status?: unknown;
}

/** One page of the runs of a trigger, the latest first. */
export function listHistory(
  trigger: TriggerRecord,
  { state }: RequestContext,
  { position, view, status }: HistoryListing,
): JsonObject {
  const executions = state
    .ids('triggerExecutions', ({ trigger_id: id }) => id === trigger.id)
    .flatMap((id) => state.get('triggerExecutions', id) ?? [])
    .filter((execution) => agrees(status, execution.status))
    .reverse();
  return { trigger_id: trigger.id, ...page(executions.map(view), 'executions', position) };
}

function page(items: readonly JsonObject[], name: string, position: Readonly<Record<string, unknown>>): JsonObject {
  const part = listBySkip(items, position, DEFAULT_LIMIT);
  return {
    [name]: part.items,
    total: part.total,
    offset: typeof position['offset'] === 'number' ? position['offset'] : 0,
    limit: typeof position['limit'] === 'number' ? position['limit'] : DEFAULT_LIMIT,
  };
}
