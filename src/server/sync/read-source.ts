import type { JsonObject } from '../../internal/json.js';
import { askConnection, isReached, notReached, type Reach } from '../connections/reach.js';
import { badRequest } from '../problem.js';
import type { ConnectionRecord } from '../records.js';
import { readFeed } from './feed.js';
import { readItems } from './http-items.js';

/** A file or an entry at the source. */
export interface SourceItem {
  /** What the source calls it; the same for the same thing in every run. */
  readonly key: string;
  /** File name, or title. */
  readonly name: string;
  /** Where its file is; null when it has none. */
  readonly url: string | null;
  readonly mimeType: string | null;
  readonly size: number | null;
  /** Milliseconds since 1970; null: not told. */
  readonly modified: number | null;
  /** All that the source says of it. */
  readonly fields: JsonObject;
}

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
