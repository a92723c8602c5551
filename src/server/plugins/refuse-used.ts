import type { StateReader } from '../context.js';
import { textOf } from '../json-object.js';
import { conflict } from '../problem.js';
import type { PluginRecord } from '../records.js';
import { collectionsWith } from './collections-with.js';

/** Throws the 409 that names the collections which use a plugin in these namespaces. */
export function refuseUsed(
  { id, plugin }: PluginRecord,
  namespaceIds: readonly string[],
  { state, action }: { readonly state: StateReader; readonly action: string },
): void {
  const wanted = { name: textOf(plugin, 'name'), version: textOf(plugin, 'version') };
  const users = namespaceIds.flatMap((namespaceId) => collectionsWith(state, namespaceId, wanted));
  const [first] = users;
  if (first === undefined) return;
  const more = users.length > 1 ? ` and ${users.length - 1} more` : '';
  throw conflict(
    'plugin_in_use',
    `Plugin ${id} cannot be ${action}: collection "${first.name}" (${first.id})${more} uses it. Delete the collection first.`,
    { plugin_id: id, collection_ids: users.map((user) => user.id) },
  );
}
