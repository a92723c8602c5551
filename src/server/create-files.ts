import type { ServerClock } from './clock.js';
import type { Files } from './files.js';
import type { Spool } from './platform/platform.js';
import type { Receive } from './receive.js';
import { FILES_PREFIX } from './upload-address.js';

export interface FilesParts {
  readonly receive: Receive;
  readonly openFile: (archive: string) => AsyncIterable<Uint8Array>;
  readonly sign: (message: string) => string;
  readonly clock: ServerClock;
  readonly maxBytes: number;
}

const DEFAULT_SECONDS = 3600;

export function createFiles({ receive, openFile, sign, clock, maxBytes }: FilesParts): Files {
  const signature = (fileId: string, expires: string): string => sign(`file ${fileId} ${expires}`);
  return {
    open: openFile,
    async keep(source, name) {
      const spools: Spool[] = [];
      try {
        const { spool, size, sha256 } = await receive(source, maxBytes, spools);
        return { archive: await spool.keep(name), size, sha256 };
      } finally {
        for (const spool of spools) await spool.discard();
      }
    },
    address(origin, fileId, expiresInSeconds = DEFAULT_SECONDS) {
      const expires = String(Math.floor(clock.now() / 1000) + expiresInSeconds);
      return `${origin}${FILES_PREFIX}${fileId}?expires=${expires}&signature=${signature(fileId, expires)}`;
    },
    admits(fileId, query) {
      const expires = query.get('expires') ?? '';
      return query.get('signature') === signature(fileId, expires) && Number(expires) * 1000 > clock.now();
    },
  };
}
