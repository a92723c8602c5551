import type { JsonObject } from '../../../internal/json.js';
import { readClustering } from '../../cluster/definition.js';
import { describeGroups } from '../../cluster/describe-groups.js';
import { groupByAttributes } from '../../cluster/group-by-attributes.js';
import { groupByVectors } from '../../cluster/group-by-vectors.js';
import type { Grouping } from '../../cluster/grouping.js';
import { mappingsOf, membershipsOf, withGroup } from '../../cluster/write-groups.js';
import { ClusteringError } from '../../clustering/clustering-error.js';
import type { JobContext, JobHandler, Services, StateReader, Transaction } from '../../context.js';
import type { StoredDocument } from '../../document-space.js';
import { COLLECTION_FIELD } from '../../enrich/collection-scope.js';
import { publishEvent } from '../../events/publish.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, textOf } from '../../json-object.js';
import { conflict, Problem } from '../../problem.js';
import type {
  ClusterMembersRecord,
  ClusterRecord,
  ClusterRunRecord,
  NamespaceRecord,
  TaskRecord,
} from '../../records.js';
import { requireVectorIndex } from '../../retriever/stages/vector-index-name.js';
import { isFinal, startTask } from '../tasks/start-task.js';
import { isUnderWay, runsOf } from './find.js';
import { durationMs, writesGroups } from './view.js';

interface Staging {
  readonly state: StateReader;
  readonly tx: Transaction;
  readonly services: Services;
}

/** Stages a run: it begins and ends on the clock. Throws 409 while another is under way. */
export function startRun(
  cluster: ClusterRecord,
  { triggerId }: { triggerId: string | null },
  { state, tx, services }: Staging,
): { task: TaskRecord; run: ClusterRunRecord } {
  const underWay = runsOf(cluster.id, state).find(isUnderWay);
  if (underWay !== undefined) {
    throw conflict(
      'cluster_running',
      `Cluster "${cluster.cluster_name}" (${cluster.id}) is running (${underWay.id}), and runs once at a time. Wait for it, or cancel it.`,
      { cluster_id: cluster.id, run_id: underWay.id, task_id: underWay.task_id },
    );
  }
  const id = services.id('run');
  const about = { cluster_id: cluster.id, run_id: id };
  const task = startTask(
    {
      type: 'engine_cluster_build',
      namespaceId: cluster.namespace_id,
      inputs: [about],
      additionalData: { ...about, ...(triggerId === null ? {} : { trigger_id: triggerId }) },
    },
    { tx, services },
  );
  const now = services.clock.now();
  const run: ClusterRunRecord = {
    id,
    namespace_id: cluster.namespace_id,
    cluster_id: cluster.id,
    task_id: task.id,
    trigger_id: triggerId,
    status: 'pending',
    num_points: 0,
    noise_points: 0,
    groups: [],
    metrics: null,
    learned_weights: null,
    learning_score: null,
    error_message: null,
    labeling_errors: null,
    created_at: isoTime(now),
    completed_at: null,
  };
  tx.put('clusterRuns', run);
  tx.schedule('clusters.begin', now, { run_id: id });
  return { task, run };
}

/** The run and its task, unless one of them was canceled or deleted meanwhile. */
function pendingRun({ payload }: { payload: JsonObject }, { state, tx, services }: JobContext) {
  const run = state.get('clusterRuns', textOf(payload, 'run_id'));
  if (run === undefined || !isUnderWay(run)) return undefined;
  const task = state.get('tasks', run.task_id);
  if (task !== undefined && !isFinal(task.status)) return { run, task };
  // The task was stopped, which stops the run.
  const error = 'The task of the run was stopped.';
  tx.put('clusterRuns', {
    ...run,
    status: 'failed',
    error_message: error,
    completed_at: isoTime(services.clock.now()),
  });
  return undefined;
}

export const beginRun: JobHandler = (job, context) => {
  const { tx, services } = context;
  const pending = pendingRun(job, context);
  if (pending === undefined) return;
  const { run, task } = pending;
  const now = services.clock.now();
  tx.put('clusterRuns', { ...run, status: 'processing' });
  tx.put('tasks', { ...task, status: 'PROCESSING', updated_at: isoTime(now) });
  publish('cluster.execution.started', run, {}, context);
  tx.schedule('clusters.finish', now + services.settings.taskMs, { run_id: run.id });
};

export const finishRun: JobHandler = async (job, context) => {
  const { state, tx, services } = context;
  const pending = pendingRun(job, context);
  if (pending === undefined) return;
  const { run, task } = pending;
  const now = isoTime(services.clock.now());
  const cluster = state.get('clusters', run.cluster_id);
  const namespace = state.get('namespaces', run.namespace_id);
  if (cluster === undefined || namespace === undefined) return;
  const start = performance.now();
  let ended: ClusterRunRecord;
  try {
    ended = await complete({ ...run, completed_at: now }, { cluster, namespace }, context);
  } catch (error) {
    if (!(error instanceof ClusteringError) && !(error instanceof Problem)) throw error;
    ended = { ...run, status: 'failed', error_message: error.message, completed_at: now };
  }
  tx.put('clusterRuns', ended);
  const isDone = ended.status === 'completed';
  const found = { run_id: run.id, num_clusters: ended.groups.length, num_documents: ended.num_points };
  tx.put('tasks', {
    ...task,
    status: isDone ? 'COMPLETED' : 'FAILED',
    outputs: isDone ? [found] : [],
    error: ended.error_message,
    updated_at: now,
  });
  services.meter.record({
    kind: 'cluster',
    at: services.clock.now(),
    namespaceId: run.namespace_id,
    durationMs: performance.now() - start,
    subject: { type: 'cluster', id: cluster.id },
    attributes: { ...found, status: ended.status },
  });
  const duration = { duration_ms: durationMs(ended) };
  if (isDone) publish('cluster.execution.completed', ended, { ...found, ...duration }, context);
  else publish('cluster.execution.failed', ended, { error: ended.error_message, ...duration }, context);
};

async function complete(
  run: ClusterRunRecord,
  { cluster, namespace }: { cluster: ClusterRecord; namespace: NamespaceRecord },
  context: JobContext,
): Promise<ClusterRunRecord> {
  const { state, tx } = context;
  const grouping = await groupDocuments(cluster, namespace, state);
  const index = state.documents(namespace.id).view('head');
  const labeling = isJsonObject(cluster.definition['llm_labeling']) ? cluster.definition['llm_labeling'] : {};
  const described = describeGroups(grouping, { labeling, payloadOf: (id) => index.payload(id) });
  const members: ClusterMembersRecord = {
    id: run.id,
    namespace_id: run.namespace_id,
    cluster_id: cluster.id,
    members: Object.fromEntries<ClusterMembersRecord['members'][string]>([
      ...grouping.groups.map((group): [string, ClusterMembersRecord['members'][string]] => [
        group.id,
        group.members.map(({ id, distance }) => ({ document_id: id, distance })),
      ]),
      ['noise', grouping.noise.map((id) => ({ document_id: id, distance: null }))],
    ]),
  };
  for (const id of state.ids('clusterMembers', ({ cluster_id: other }) => other === cluster.id)) {
    tx.delete('clusterMembers', id);
  }
  tx.put('clusterMembers', members);
  const ended: ClusterRunRecord = {
    ...run,
    status: 'completed',
    num_points: grouping.points,
    noise_points: grouping.noise.length,
    groups: described.groups,
    metrics: grouping.quality,
    learned_weights: grouping.learned === null ? null : { ...grouping.learned.weights },
    learning_score: grouping.learned?.score ?? null,
    labeling_errors: described.errors,
  };
  if (writesGroups(cluster)) writeGroups(ended, { cluster, members }, context);
  return ended;
}

async function groupDocuments(
  cluster: ClusterRecord,
  namespace: NamespaceRecord,
  state: StateReader,
): Promise<Grouping> {
  const { definition } = cluster;
  const index = state.documents(namespace.id).view('head');
  const filters = isJsonObject(definition['filters']) ? [definition['filters']] : [];
  const ids = index.select({
    AND: [{ field: COLLECTION_FIELD, operator: 'in', value: definition['collection_ids'] ?? [] }, ...filters],
  });
  const clustering = readClustering(definition);
  if (clustering.kind === 'attribute') {
    return groupByAttributes(
      ids.map((id) => ({ id, payload: index.payload(id) ?? {} })),
      clustering.attribute,
    );
  }
  const names = clustering.vector.features.map(
    (uri) => requireVectorIndex(uri, { namespace, path: 'vector_config.feature_uri' }).name,
  );
  const subjects = ids.flatMap((id) => {
    const vectors = names.flatMap((name) => index.vector(id, name) ?? []);
    return vectors.length === names.length ? [{ id, vectors }] : [];
  });
  return groupByVectors(subjects, clustering.vector);
}

function writeGroups(
  run: ClusterRunRecord,
  { cluster, members }: { cluster: ClusterRecord; members: ClusterMembersRecord },
  { state, tx, services }: JobContext,
): void {
  const space = state.documents(run.namespace_id);
  const index = space.view('head');
  const now = isoTime(services.clock.now());
  const mappings = mappingsOf(cluster);
  const written = Array.from(membershipsOf(run, members), ([id, membership]): StoredDocument[] => {
    const document = index.get(id);
    if (document === undefined) return [];
    const payload = withGroup(document.payload, { run, membership, mappings });
    return [{ ...document, payload, created_at: space.times(id)?.created_at ?? now, updated_at: now }];
  });
  tx.putDocuments(run.namespace_id, written.flat());
}

function publish(type: string, run: ClusterRunRecord, metadata: JsonObject, context: JobContext): void {
  publishEvent(context, {
    type,
    namespaceId: run.namespace_id,
    subject: { type: 'cluster', id: run.cluster_id },
    metadata: {
      run_id: run.id,
      task_id: run.task_id,
      ...(run.trigger_id === null ? {} : { trigger_id: run.trigger_id }),
      ...metadata,
    },
  });
}
