import type { ResolverTable } from './table.js';

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
  'health.liveness': {
    fidelity: 'exact',
    resolve: () => ({ body: { status: 'OK' } }),
  },
} satisfies ResolverTable;
