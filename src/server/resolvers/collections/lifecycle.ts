import type { JsonObject } from '../../../internal/json.js';
import { findCollection } from '../../collections/find-collection.js';
import { countCold, countHot, dropVectors, freezeVectors, thawVectors } from '../../collections/move-vectors.js';
import type { JobContext, JobHandler, RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { isoTime } from '../../iso-time.js';
import { textOf } from '../../json-object.js';
import { conflict } from '../../problem.js';
import type { CollectionRecord, LifecycleState } from '../../records.js';
import { isFinal, startTask } from '../tasks/start-task.js';
import { coldIndexOf } from './view.js';

export const getLifecycle = (context: RequestContext): ResolverResult => ({
  body: toView(findCollection(context), context),
});

/** Moves vectors at once, or as a task. */
export function transitionLifecycle(context: RequestContext): ResolverResult {
  const { body, services, tx } = context;
  const collection = findCollection(context);
  const wanted = textOf(body, 'lifecycle_state') as LifecycleState;
  refuseUnderWay(collection, context);
  if (wanted === collection.lifecycle_state) return { body: toView(collection, context) };
  if (collection.lifecycle_state === 'archived' && wanted === 'cold') {
    throw conflict(
      'lifecycle_transition_refused',
      `Collection "${collection.collection_name}" is archived: it has no vectors that could be put into object storage. Make it active, trigger it, then move it.`,
      { from: 'archived', to: 'cold' },
    );
  }
  const task = startTask(
    {
      type: 'api_collections_lifecycle_transition',
      namespaceId: collection.namespace_id,
      inputs: [{ collection_id: collection.id, from: collection.lifecycle_state, to: wanted }],
    },
    context,
  );
  if (body['async_transition'] === false) {
    const { changed, moved } = move(collection, wanted, context);
    tx.put('tasks', { ...task, status: 'COMPLETED', outputs: [{ documents_moved: moved }] });
    const counts = countsAfter(wanted, moved);
    return { body: { ...toView(changed, context), ...counts, task_id: task.id } };
  }
  tx.put('collections', { ...collection, lifecycle_task_id: task.id });
  tx.schedule('collections.lifecycle', services.clock.now() + services.settings.taskMs, {
    collection_id: collection.id,
    task_id: task.id,
    lifecycle_state: wanted,
  });
  return { body: { ...toView(collection, context), task_id: task.id, warning: warningOf(wanted) } };
}

export const runTransition: JobHandler = ({ payload }, context) => {
  const { state, tx, services } = context;
  const task = state.get('tasks', textOf(payload, 'task_id'));
  const collection = state.get('collections', textOf(payload, 'collection_id'));
  if (task === undefined || collection === undefined || isFinal(task.status)) return;
  const { moved } = move(collection, textOf(payload, 'lifecycle_state') as LifecycleState, context);
  tx.put('tasks', {
    ...task,
    status: 'COMPLETED',
    outputs: [{ documents_moved: moved }],
    updated_at: isoTime(services.clock.now()),
  });
};

function move(
  collection: CollectionRecord,
  to: LifecycleState,
  context: Pick<JobContext, 'state' | 'tx' | 'services'>,
): { changed: CollectionRecord; moved: number } {
  const now = isoTime(context.services.clock.now());
  const moved = MOVES[to](collection, context);
  const changed: CollectionRecord = {
    ...collection,
    lifecycle_state: to,
    lifecycle_task_id: null,
    last_lifecycle_transition: now,
    updated_at: now,
  };
  context.tx.put('collections', changed);
  publishEvent(context, {
    type: 'collection.updated',
    namespaceId: collection.namespace_id,
    subject: { type: 'collection', id: collection.id },
    metadata: { lifecycle_state: to, documents_moved: moved },
  });
  return { changed, moved };
}

const MOVES = { active: thawVectors, cold: freezeVectors, archived: dropVectors } as const;

function refuseUnderWay(
  { lifecycle_task_id: id, collection_name: name }: CollectionRecord,
  { state }: RequestContext,
): void {
  const task = id === null ? undefined : state.get('tasks', id);
  if (task === undefined || isFinal(task.status)) return;
  throw conflict(
    'lifecycle_transition_under_way',
    `Collection "${name}" is being moved by task ${task.id}. Wait for it.`,
    {
      task_id: task.id,
    },
  );
}

function toView(collection: CollectionRecord, context: RequestContext): JsonObject {
  const { lifecycle_task_id: id } = collection;
  const task = id === null ? undefined : context.state.get('tasks', id);
  return {
    collection_id: collection.id,
    lifecycle_state: collection.lifecycle_state,
    s3_vector_index: coldIndexOf(collection),
    qdrant_document_count: countHot(collection, context),
    s3_vector_count: countCold(collection, context),
    last_transitioned_at: collection.last_lifecycle_transition,
    task_id: task === undefined || isFinal(task.status) ? null : task.id,
    warning: warningOf(collection.lifecycle_state),
  };
}

/** What was staged is not to be seen yet. */
const countsAfter = (to: LifecycleState, moved: number): JsonObject => ({
  qdrant_document_count: to === 'active' ? moved : 0,
  s3_vector_count: to === 'cold' ? moved : 0,
});

const warningOf = (state: LifecycleState): string | null => {
  if (state === 'cold') return 'Searches do not find its documents by vector while it is cold.';
  return state === 'archived' ? 'Archived vectors are gone: to search it again, make it active and trigger it.' : null;
};
