import type { CacheOptions, HedgeOptions, RequestOptions } from '../call.js';
import type { Operation } from '../operation.js';

/** How a read may be spared, shared or sent twice. */
export interface ReadSettings {
  readonly hedge: HedgeOptions | undefined;
  readonly dedupe: boolean;
  readonly cache: Pick<CacheOptions, 'ttlMs'> | undefined;
}

export type ReadOptions = Pick<RequestOptions, 'hedge' | 'dedupe' | 'cache'>;

/** `undefined`: nothing was asked for, or this is no read that can be repeated freely. */
export function toReadSettings(row: Operation, request: ReadOptions, defaults: ReadOptions): ReadSettings | undefined {
  const hedge = request.hedge ?? defaults.hedge;
  const dedupe = request.dedupe ?? defaults.dedupe;
  const cache = request.cache ?? defaults.cache;
  if (!hedge && !dedupe && !cache) return undefined;
  if (row.retry !== 'safe' || (row.body !== undefined && row.body.kind !== 'json') || row.response === 'none') {
    return undefined;
  }
  return { hedge: hedge || undefined, dedupe: dedupe === true, cache: cache || undefined };
}
