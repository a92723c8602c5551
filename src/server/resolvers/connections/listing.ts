import type { RequestContext, ResolverResult } from '../../context.js';
import { isReached, notReached } from '../../connections/reach.js';
import { Problem } from '../../problem.js';
import type { ConnectionRecord } from '../../records.js';
import { readSource } from '../../sync/read-source.js';
import { findConnection } from './find.js';

export async function listFiles(context: RequestContext): Promise<ResolverResult> {
  const { services, signal, query } = context;
  const connection = requireReached(findConnection(context));
  const path = pathOf(query);
  const { items } = await readSource(connection, path, { services, signal });
  const files = items.map(({ key, name, url, mimeType }) => ({
    id: key,
    name,
    path: url ?? `${path.replace(/\/$/, '')}/${key}`,
    mime_type: mimeType ?? 'application/json',
  }));
  const most = typeof query['max_results'] === 'number' ? query['max_results'] : files.length;
  return { body: { results: files.slice(0, most), parent_path: path } };
}

export function listFolders(context: RequestContext): ResolverResult {
  requireReached(findConnection(context));
  return { body: { results: [], parent_path: pathOf(context.query) } };
}

const pathOf = ({ path }: Readonly<Record<string, unknown>>): string => (typeof path === 'string' ? path : '/');

function requireReached(connection: ConnectionRecord): ConnectionRecord {
  if (isReached(connection)) return connection;
  const { provider_type: provider } = connection;
  const details = { provider_type: provider };
  throw new Problem({ status: 503, code: 'provider_unreachable', message: notReached(connection), details });
}
