import { isoTime } from '../iso-time.js';
import type { ResolverTable } from './table.js';

/** A job is late by more than this when something holds the scheduler up. */
const OVERDUE_MS = 60_000;

export const healthResolvers = {
  'health.get': {
    fidelity: 'behavioural',
    note: 'One process serves everything, so every part is up while it answers.',
    resolve: ({ query, state, services }) => ({
      body: {
        status: 'OK',
        data: {
          cache: true,
          metadata: true,
          vector_store: true,
          object_storage: true,
          task_queue: true,
          inference: true,
          analytics: true,
        },
        errors: null,
        meta:
          query['metrics'] === true
            ? {
                version: services.settings.version,
                namespaces: state.list('namespaces').length,
                documents: state
                  .list('namespaces')
                  .reduce((total, { id }) => total + state.documents(id).view('head').size, 0),
              }
            : null,
      },
    }),
  },
  'health.beat': {
    fidelity: 'exact',
    resolve: ({ state, services }) => {
      const now = services.clock.now();
      const due = state.list('jobs').map(({ due_at: at }) => at);
      const overdue = due.filter((at) => at < now - OVERDUE_MS).length;
      return {
        body: {
          status: overdue === 0 ? 'OK' : 'DEGRADED',
          pending_jobs: due.length,
          overdue_jobs: overdue,
          next_due_at: due.length === 0 ? null : isoTime(Math.min(...due)),
        },
      };
    },
  },
  'health.liveness': {
    fidelity: 'exact',
    resolve: () => ({ body: { status: 'OK' } }),
  },
} satisfies ResolverTable;
