import type { Platform, Spool, Storage } from './platform/platform.js';
import { badRequest } from './problem.js';

export interface Received {
  readonly spool: Spool;
  readonly size: number;
  readonly sha256: string;
}

/** Streams bytes to a spool, with their size and hash. Whoever asks discards the spools in the end. */
export type Receive = (source: AsyncIterable<Uint8Array>, limit: number, spools: Spool[]) => Promise<Received>;

export function createReceive({ platform, storage }: { platform: Platform; storage: Storage }): Receive {
  return async (source, limit, spools) => {
    const spool = await storage.createSpool();
    // Listed before the first byte, so that it is removed whatever happens.
    spools.push(spool);
    const hash = platform.createHash();
    let size = 0;
    for await (const chunk of source) {
      size += chunk.length;
      if (size > limit) {
        const message = `The file is larger than ${limit} bytes, the most this server takes.`;
        throw badRequest('archive_too_large', message, { limit });
      }
      hash.update(chunk);
      await spool.write(chunk);
    }
    await spool.end();
    return { spool, size, sha256: hash.hex() };
  };
}
