/** What an operation starts, and so how its end is waited for. */
export type Waiting = 'task' | 'migration' | 'plugin' | 'run';

/** The operations that take `--wait`, by id. */
export const WAITS: Readonly<Record<string, Waiting>> = {
  'buckets.batches.retry': 'task',
  'buckets.batches.submit': 'task',
  'buckets.batches.tiers.retry': 'task',
  'collections.lifecycle.update': 'task',
  'collections.trigger': 'task',
  'clusters.execute': 'run',
  'collections.applyTaxonomy': 'task',
  'namespaces.delete': 'task',
  'namespaces.migrations.create': 'migration',
  'namespaces.migrations.start': 'migration',
  'namespaces.plugins.deploy': 'plugin',
  'namespaces.plugins.enable': 'plugin',
  'namespaces.plugins.upload': 'plugin',
  'triggers.execute': 'task',
};

export const canWait = (operation: string): boolean => Object.hasOwn(WAITS, operation);
