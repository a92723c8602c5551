import type { RequestContext, ResolverResult, StateReader } from '../../context.js';
import { TABLES, type TableName } from '../../records.js';

/** The way from nothing to a search, and how far it was gone. */
export function describeFunnel({ state }: RequestContext): ResolverResult {
  const steps = {
    namespace: hasAny('namespaces', state),
    bucket: hasAny('buckets', state),
    object: hasAny('objects', state),
    collection: hasAny('collections', state),
    document: state.ids('namespaces', ({ id }) => state.documents(id).view('head').size > 0).length > 0,
    retriever: hasAny('retrievers', state),
    execution: hasAny('executions', state),
  };
  const done = Object.values(steps).filter(Boolean).length;
  const [next = null] = Object.entries(steps).find(([, isDone]) => !isDone) ?? [];
  return { body: { steps, completed: done, total: Object.keys(steps).length, next_step: next } };
}

/** A table that this server does not have is empty. */
const hasAny = (table: string, state: StateReader): boolean =>
  Object.hasOwn(TABLES, table) && state.count(table as TableName) > 0;
