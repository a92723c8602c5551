import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { listRecords } from '../../list-records.js';
import type { AlertExecutionRecord } from '../../records.js';
import { findAlert } from './find.js';
import { toRunView } from './view.js';

/** Runs of one alert, newest first. */
export function listAlertRuns(context: RequestContext): ResolverResult {
  const { id, notification_config: config } = findAlert(context);
  const runs = context.state.list('alertExecutions').filter((run) => run.alert_id === id);
  return listRuns(runs, context, (run) => toRunView(run, config.include_matches));
}

/** Runs of all alerts of the namespace, newest first. */
export function listAllRuns(context: RequestContext): ResolverResult {
  const { state, namespace } = context;
  const silent = new Set(state.ids('alerts', (alert) => !alert.notification_config.include_matches));
  const runs = state.list('alertExecutions').filter((run) => run.namespace_id === namespace.id);
  return listRuns(runs, context, (run) => toRunView(run, !silent.has(run.alert_id)));
}

function listRuns(
  runs: readonly AlertExecutionRecord[],
  { query }: RequestContext,
  view: (run: AlertExecutionRecord) => JsonObject,
): ResolverResult {
  const { results, pagination, total } = listRecords(runs, { body: {}, query, view, searchFields: [] });
  return { body: { results, pagination, total_count: total } };
}

/** Every match of one alert, those of the newest run first, the best of a run before the others. */
export function listAlertResults(context: RequestContext): ResolverResult {
  const { id } = findAlert(context);
  const matches = context.state
    .list('alertExecutions')
    .filter((run) => run.alert_id === id)
    // The list turns them round.
    .flatMap((run) => run.matches.toReversed().map((match) => ({ run, match })))
    .map(({ run, match }) => ({ id: `${run.id}/${match.document_id}`, created_at: run.created_at, run, match }));
  const { results, pagination, total } = listRecords(matches, {
    body: {},
    query: context.query,
    view: ({ run, match }) => ({
      alert_id: id,
      execution_id: run.id,
      collection_id: run.collection_id,
      ...match,
      matched_at: run.created_at,
    }),
    searchFields: [],
  });
  return { body: { results, pagination, total_count: total } };
}
