import type { JsonObject, JsonValue } from '../../internal/json.js';
import type { JobContext, StateReader } from '../context.js';
import type { EventHandler } from '../events/handler.js';
import { publishEvent } from '../events/publish.js';
import { isoTime } from '../iso-time.js';
import { Problem } from '../problem.js';
import type { AlertExecutionRecord, AlertMatchRecord, AlertRecord } from '../records.js';
import type { RankedDocument } from '../retriever/ranked-document.js';
import { runOffline } from '../resolvers/retrievers/run-offline.js';
import { alertUse, newDocumentsOf, runsFor } from './new-documents.js';

/** Tells of documents that were written past collections. Only published where an alert listens. */
export const DOCUMENTS_WRITTEN = 'namespace.documents.written';

/** Matches that are kept of one run, the best. */
const KEPT_MATCHES = 100;
/** Matches that a notification lists. */
const LISTED_MATCHES = 20;
/** Runs that are kept of one alert. */
const KEPT_RUNS = 500;

/** Runs every enabled alert of a namespace over its new documents. */
export const evaluateAlerts: EventHandler = {
  name: 'alerts',
  wants: ({ type, namespace_id: namespaceId }, state) =>
    (type === 'collection.documents.written' || type === DOCUMENTS_WRITTEN) &&
    namespaceId !== null &&
    hasAlerts(state, namespaceId),
  async handle(event, context) {
    const { state } = context;
    const namespace = event.namespace_id === null ? undefined : state.get('namespaces', event.namespace_id);
    if (namespace === undefined) return;
    const ids = newDocumentsOf(event, state);
    if (ids.length === 0) return;
    for (const alert of state.list('alerts')) {
      if (!alert.enabled || alert.namespace_id !== namespace.id) continue;
      const uses = alertUse(alert, { event, namespace, state });
      if (uses !== undefined) await runAlert(alert, { ids, collectionId: event.subject.id, ...uses }, context);
    }
  },
};

export const hasAlerts = (state: StateReader, namespaceId: string): boolean =>
  state.ids('alerts', (alert) => alert.enabled && alert.namespace_id === namespaceId).length > 0;

interface NewDocuments {
  readonly ids: readonly string[];
  readonly collectionId: string;
  /** How the collection fills the inputs of the retriever from each new document; undefined where it does not. */
  readonly mappings: readonly JsonObject[] | undefined;
}

async function runAlert(alert: AlertRecord, documents: NewDocuments, context: JobContext): Promise<void> {
  const { tx, services } = context;
  const start = performance.now();
  const found = await search(alert, documents, context);
  const run: AlertExecutionRecord = {
    id: services.id('exec'),
    namespace_id: alert.namespace_id,
    alert_id: alert.id,
    collection_id: documents.collectionId,
    match_count: found.matches.length,
    matches: found.matches.slice(0, KEPT_MATCHES),
    source_documents: [...documents.ids],
    error: found.error,
    duration_ms: Math.round(performance.now() - start),
    created_at: isoTime(services.clock.now()),
  };
  tx.put('alertExecutions', run);
  services.meter.record({
    kind: 'alert',
    at: services.clock.now(),
    namespaceId: alert.namespace_id,
    durationMs: run.duration_ms,
    subject: { type: 'alert', id: alert.id },
    attributes: { documents: documents.ids.length, matches: run.match_count, failed: found.error !== null },
  });
  publishRun(alert, run, context);
  forgetOld(alert, context);
}

interface Found {
  readonly matches: AlertMatchRecord[];
  readonly error: string | null;
}

async function search(alert: AlertRecord, documents: NewDocuments, context: JobContext): Promise<Found> {
  const { state } = context;
  const retriever = state.get('retrievers', alert.retriever_id);
  const namespace = state.get('namespaces', alert.namespace_id);
  if (retriever === undefined || namespace === undefined) {
    return { matches: [], error: `Its retriever ${alert.retriever_id} is gone.` };
  }
  try {
    const best = new Map<string, RankedDocument>();
    for (const { inputs, filters } of runsFor(documents, namespace, state)) {
      const found = await runOffline(context, { retriever, namespace, inputs, filters });
      for (const document of found.documents) {
        if ((best.get(document.id)?.score ?? -Infinity) < document.score) best.set(document.id, document);
      }
    }
    // The order of the retriever, but for several runs, whose best come first.
    const matches = [...best.values()];
    if (documents.mappings !== undefined) matches.sort((a, b) => b.score - a.score);
    return { matches: matches.map(toMatch), error: null };
  } catch (cause) {
    // A wrong retriever is the user's to repair; anything else is a fault of this server.
    if (cause instanceof Problem) return { matches: [], error: cause.message };
    throw cause;
  }
}

function toMatch({ id, score, payload, featureScores }: RankedDocument): AlertMatchRecord {
  const features = Object.entries(featureScores);
  const source = payload['source_object_id'];
  return {
    document_id: id,
    asset_id: typeof source === 'string' ? source : null,
    // Nothing scored it: it passed conditions, which it meets or does not.
    score: score === 0 && features.length === 0 ? 1 : Math.min(1, Math.max(0, score)),
    matched_features: features.length > 1 ? Object.fromEntries(features) : null,
    metadata: withoutInternals(payload),
  };
}

const withoutInternals = (payload: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(payload).filter(([name]) => !name.startsWith('_')));

function publishRun(alert: AlertRecord, run: AlertExecutionRecord, context: JobContext): void {
  const subject = { type: 'alert', id: alert.id };
  const { namespace_id: namespaceId } = alert;
  const metadata: JsonObject = {
    alert_id: alert.id,
    alert_name: alert.name,
    execution_id: run.id,
    collection_id: run.collection_id,
    match_count: run.match_count,
  };
  if (run.error !== null) {
    publishEvent(context, {
      type: 'alert.execution.failed',
      namespaceId,
      subject,
      metadata: { ...metadata, error: run.error },
    });
    return;
  }
  const triggered = run.match_count > 0;
  publishEvent(context, {
    type: 'alert.execution.completed',
    namespaceId,
    subject,
    metadata: { ...metadata, triggered },
  });
  if (!triggered) return;
  const matches = listed(alert, run);
  publishEvent(context, {
    type: 'alert.triggered',
    namespaceId,
    subject,
    metadata: { ...metadata, ...(matches === undefined ? {} : { matches }) },
  });
}

/** The matches as the alert wants them told. */
function listed(
  { notification_config: config }: AlertRecord,
  { matches }: AlertExecutionRecord,
): JsonValue | undefined {
  if (!config.include_matches) return undefined;
  return matches.slice(0, LISTED_MATCHES).map(({ score, matched_features: features, ...match }) => ({
    ...match,
    ...(config.include_scores ? { score, matched_features: features } : {}),
  }));
}

function forgetOld(alert: AlertRecord, { state, tx }: JobContext): void {
  const ids = state.ids('alertExecutions', (run) => run.alert_id === alert.id);
  for (const id of ids.slice(0, Math.max(0, ids.length - KEPT_RUNS))) tx.delete('alertExecutions', id);
}
