import { isJsonObject } from '../json-object.js';
import { listBySkip } from '../list-by-position.js';
import { runMigrationStep } from '../migrate/run-step.js';
import { cancelMigration, deleteMigration } from './migrations/cancel.js';
import { createMigration, validateMigration } from './migrations/create.js';
import { findMigration } from './migrations/find.js';
import { startMigration } from './migrations/start.js';
import type { JobTable, ResolverTable } from './table.js';

export const migrationResolvers = {
  'namespaces.migrations.create': { fidelity: 'exact', resolve: createMigration },
  'namespaces.migrations.validate': { fidelity: 'exact', resolve: validateMigration },
  'namespaces.migrations.start': {
    fidelity: 'behavioural',
    note: 'Steps come at equal distances on the clock; each is done at once, all of it or nothing. Documents are copied also where they would be extracted anew; taxonomies, clusters, interactions and past executions stay behind, and their options and batch_options have no effect.',
    resolve: startMigration,
  },
  'namespaces.migrations.cancel': { fidelity: 'exact', resolve: cancelMigration },
  'namespaces.migrations.get': {
    fidelity: 'exact',
    resolve: (context) => ({ body: findMigration(context).migration }),
  },
  'namespaces.migrations.delete': { fidelity: 'exact', resolve: deleteMigration },
  'namespaces.migrations.list': {
    fidelity: 'exact',
    resolve: ({ state, body }) => {
      const { status, migration_type: type, source_namespace_id: source } = body;
      const sourceId = typeof source === 'string' ? (state.findNamespace(source)?.id ?? source) : null;
      const wanted = state
        .list('migrations')
        .filter(({ migration, namespace_id: id }) => {
          const config = isJsonObject(migration['config']) ? migration['config'] : {};
          const isOf = typeof type !== 'string' || config['migration_type'] === type;
          return isOf && (typeof status !== 'string' || migration['status'] === status) && id === (sourceId ?? id);
        })
        .map(({ migration }) => migration)
        .toReversed();
      const { items, total } = listBySkip(wanted, body);
      return { body: { results: items, total, limit: body['limit'], offset: body['offset'] } };
    },
  },
} satisfies ResolverTable;

export const migrationJobs = { 'migrations.step': runMigrationStep } satisfies JobTable;
