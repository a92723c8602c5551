import type { JsonObject } from '../../internal/json.js';
import { mergeConfig, readProviderConfig } from '../connections/provider-config.js';
import { isReached, tryConnection } from '../connections/reach.js';
import { noteUse } from '../connections/note-use.js';
import type { RequestContext, ResolverResult } from '../context.js';
import { isoTime } from '../iso-time.js';
import { isJsonObject, textOf } from '../json-object.js';
import { listRecords } from '../list-records.js';
import { badRequest, conflict, unprocessable } from '../problem.js';
import type { ConnectionRecord } from '../records.js';
import { findConnection, refuseTakenConnectionName } from './connections/find.js';
import { listFiles, listFolders } from './connections/listing.js';
import { actorOf, toConnectionView } from './connections/view.js';
import type { ResolverTable } from './table.js';

const NOTE = 'rss and http_api are tried where this server reaches them; other providers are saved untried.';

export const connectionResolvers = {
  'organizations.connections.create': {
    fidelity: 'behavioural',
    note: NOTE,
    prepare: tryBeforeSaving,
    resolve: createConnection,
  },
  'organizations.connections.list': { fidelity: 'exact', resolve: listConnections },
  'organizations.connections.get': {
    fidelity: 'exact',
    resolve: (context) => ({ body: toConnectionView(findConnection(context)) }),
  },
  'organizations.connections.update': { fidelity: 'exact', resolve: updateConnection },
  'organizations.connections.delete': { fidelity: 'exact', resolve: deleteConnection },
  'organizations.connections.test': { fidelity: 'behavioural', note: NOTE, resolve: testConnection },
  'organizations.connections.folders': {
    fidelity: 'behavioural',
    note: 'Google Drive is not reached (503); an HTTP API and a feed have no folders.',
    resolve: listFolders,
  },
  'organizations.connections.files': {
    fidelity: 'behavioural',
    note: 'Google Drive is not reached (503); of an HTTP API and a feed, the entries are listed.',
    resolve: listFiles,
  },
} satisfies ResolverTable;

function readNew({ body }: RequestContext): Pick<ConnectionRecord, 'provider_type' | 'provider_config'> {
  const provider = textOf(body, 'provider_type');
  const config = isJsonObject(body['provider_config']) ? body['provider_config'] : {};
  return { provider_type: provider, provider_config: readProviderConfig(provider, config) };
}

/** What this server does not reach cannot be tried, and is no failure. */
async function tryBeforeSaving(context: RequestContext): Promise<void> {
  const connection = readNew(context);
  if (context.body['test_before_save'] === false || !isReached(connection)) return;
  const { success, message } = await tryConnection(connection, context);
  if (success) return;
  const hint = 'Correct provider_config, or send test_before_save: false to save it all the same.';
  throw badRequest('connection_test_failed', `${message} ${hint}`, { provider_type: connection.provider_type });
}

function createConnection(context: RequestContext): ResolverResult {
  const { body, services, tx, caller } = context;
  const name = textOf(body, 'name');
  refuseTakenConnectionName(name, context);
  const now = isoTime(services.clock.now());
  const connection: ConnectionRecord = {
    id: services.id('conn'),
    name,
    description: typeof body['description'] === 'string' ? body['description'] : null,
    ...readNew(context),
    metadata: isJsonObject(body['metadata']) ? body['metadata'] : {},
    status: 'ACTIVE',
    is_active: true,
    last_used_at: null,
    last_error: null,
    consecutive_failures: 0,
    created_by_user_id: actorOf(caller),
    created_at: now,
    updated_at: now,
  };
  tx.put('connections', connection);
  return { body: toConnectionView(connection) };
}

function listConnections({ state, body, query }: RequestContext): ResolverResult {
  const wanted = (['provider_type', 'status', 'is_active'] as const).filter(
    (field) => body[field] !== undefined && body[field] !== null,
  );
  const records = state.list('connections').filter((one) => wanted.every((field) => one[field] === body[field]));
  const cursorQuery: JsonObject = Object.fromEntries(wanted.map((field) => [field, body[field] ?? null]));
  const { results, pagination, total } = listRecords(records, {
    body: {},
    query,
    view: toConnectionView,
    searchFields: [],
    cursorQuery,
  });
  return { body: { results, pagination, total } };
}

function updateConnection(context: RequestContext): ResolverResult {
  const { body, services, tx } = context;
  const connection = findConnection(context);
  const { name, description, metadata, status, is_active: isActive, provider_config: config } = body;
  if (typeof name === 'string') refuseTakenConnectionName(name, context, connection.id);
  if (typeof status === 'string' && status !== 'ACTIVE' && status !== 'SUSPENDED') {
    const message = `is ${status}, and can be set to ACTIVE or SUSPENDED`;
    throw unprocessable([{ type: 'enum', location: ['body', 'status'], message }]);
  }
  const changed: ConnectionRecord = {
    ...connection,
    name: typeof name === 'string' ? name : connection.name,
    description: typeof description === 'string' ? description : connection.description,
    metadata: isJsonObject(metadata) ? metadata : connection.metadata,
    status: typeof status === 'string' ? status : connection.status,
    is_active: typeof isActive === 'boolean' ? isActive : connection.is_active,
    provider_config: isJsonObject(config)
      ? readProviderConfig(connection.provider_type, mergeConfig(connection.provider_config, config))
      : connection.provider_config,
    updated_at: isoTime(services.clock.now()),
  };
  tx.put('connections', changed);
  return { body: toConnectionView(changed) };
}

function deleteConnection(context: RequestContext): ResolverResult {
  const { state, tx } = context;
  const connection = findConnection(context);
  const syncs = state.ids('syncs', ({ connection_id: id }) => id === connection.id);
  if (syncs.length > 0) {
    const message = `Connection "${connection.name}" is read by ${syncs.length === 1 ? 'a sync' : `${syncs.length} syncs`} (${syncs.join(', ')}). Delete them first.`;
    throw conflict('connection_in_use', message, { connection_id: connection.id, sync_config_ids: syncs });
  }
  tx.delete('connections', connection.id);
  return { body: { message: `Deleted connection "${connection.name}".`, connection_id: connection.id } };
}

/** The outcome is noted in a transaction of its own: while the other side is waited for, others go on. */
async function testConnection(context: RequestContext): Promise<ResolverResult> {
  const connection = findConnection(context);
  const { success, message, details } = await tryConnection(connection, context);
  const note = success ? null : message;
  context.tx.afterCommit(() => Promise.resolve((job) => noteUse(connection.id, note, job)));
  return { body: { success, message, details } };
}
