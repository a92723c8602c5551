import { askConnection, isReached, notReached, type Reach } from '../connections/reach.js';
import { badRequest } from '../problem.js';
import type { ConnectionRecord } from '../records.js';
import { readFeed } from './feed.js';
import { readItems } from './http-items.js';
import type { SourceItem } from './source-item.js';

export interface SourceAnswer {
  readonly items: readonly SourceItem[];
  readonly bytes: number;
}

type Connection = Pick<ConnectionRecord, 'provider_type' | 'provider_config'>;

/**
 * Everything that a source has. Not for use inside a transaction.
 *
 * @throws Problem that says why it cannot be read
 */
export async function readSource(connection: Connection, path: string, reach: Reach): Promise<SourceAnswer> {
  if (!isReached(connection)) throw badRequest('provider_unreachable', notReached(connection));
  const { bytes, url } = await askConnection(connection, path, reach);
  const text = new TextDecoder().decode(bytes);
  const items =
    connection.provider_type === 'rss'
      ? await readFeed(text, url)
      : readItems(text, { url, config: connection.provider_config });
  return { items, bytes: bytes.length };
}
