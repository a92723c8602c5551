import { createHash, createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

import { createMemoryStore } from '../storage/memory.js';
import type { Platform, Spool, Storage } from './platform.js';

/** What may wait for the disk before the sender has to. */
const WRITE_BUFFER_BYTES = 1024 * 1024;

/** Node: files, an embedded store, and HTTP, each loaded when it is first used. */
export const nodePlatform: Platform = {
  createHash() {
    const hash = createHash('sha256');
    return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
  },
  hmac: (key, message) => createHmac('sha256', key).update(message).digest('hex'),
  openStorage: (dataDir) => (dataDir === undefined ? openTemporary() : openDirectory(resolve(dataDir))),
  async listen(handler, options) {
    const { listen } = await import('../listen.js');
    return listen(handler, options);
  },
};

interface Places {
  /** Where bytes arrive. */
  readonly temporary: string;
  /** Where kept files are. */
  readonly files: string;
  /** Whether files are to survive a power cut. */
  readonly lasting: boolean;
}

/** Nothing lasts: files are in a directory of their own that goes with the instance, made when it is first needed. */
function openTemporary(): Promise<Storage> {
  let making: Promise<Places> | undefined;
  let made: Places | undefined;
  const make = async (): Promise<Places> => {
    const temporary = await mkdtemp(join(tmpdir(), 'mixpeek-server-'));
    const files = join(temporary, 'files');
    await mkdir(files);
    return (made = { temporary, files, lasting: false });
  };
  return Promise.resolve({
    store: createMemoryStore(),
    createSpool: async () => createFileSpool(await (making ??= make())),
    openFile: (name) => openFile(made?.files ?? '', name),
    removeFile: async (name) => made && removeFile(made.files, name),
    removeFilesExcept: async (names) => made && removeFilesExcept(made.files, names),
    async close() {
      if (making !== undefined) await rm((await making).temporary, { recursive: true, force: true });
    },
  });
}

async function openDirectory(dataDir: string): Promise<Storage> {
  const temporary = join(dataDir, 'tmp');
  const files = join(dataDir, 'files');
  await mkdir(dataDir, { recursive: true }).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The data directory ${dataDir} cannot be created: ${reason}`, { cause });
  });
  const { openLevelStore } = await import('../storage/level.js');
  // The store's lock comes first: only its holder may clear what another process left half-written.
  const store = await openLevelStore(dataDir);
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  await mkdir(files, { recursive: true });
  return {
    store,
    createSpool: () => createFileSpool({ temporary, files, lasting: true }),
    openFile: (name) => openFile(files, name),
    removeFile: (name) => removeFile(files, name),
    removeFilesExcept: (names) => removeFilesExcept(files, names),
    close: () => store.close(),
  };
}

const openFile = (files: string, name: string): AsyncIterable<Uint8Array> =>
  createReadStream(join(files, basename(name)));

const removeFile = (files: string, name: string): Promise<void> => rm(join(files, basename(name)), { force: true });

async function removeFilesExcept(files: string, names: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(files)) {
    if (!names.has(`files/${name}`)) await rm(join(files, name), { recursive: true, force: true });
  }
}

async function createFileSpool({ temporary, files, lasting }: Places): Promise<Spool> {
  const path = join(temporary, randomUUID());
  // The stream gathers chunks while the disk is busy, so that receiving and writing overlap.
  const stream = createWriteStream(path, { flags: 'wx', highWaterMark: WRITE_BUFFER_BYTES });
  await once(stream, 'open');
  const closed = once(stream, 'close');
  // A failed write rejects `closed`, or the wait for room; without a listener it would end the process.
  stream.on('error', () => undefined);
  closed.catch(() => undefined);
  let kept: string | undefined;

  const end = async (): Promise<void> => {
    stream.end();
    await closed;
  };

  return {
    async write(bytes) {
      if (!stream.write(bytes)) await Promise.race([once(stream, 'drain'), closed]);
    },
    end,
    open: () => createReadStream(kept ?? path),
    async keep(name) {
      const fileName = basename(name).replace(/[^\w.-]+/g, '_');
      const target = join(files, fileName);
      if (lasting) await syncPath(path);
      await rename(path, target);
      kept = target;
      if (lasting) await syncPath(files);
      return `files/${fileName}`;
    },
    async discard() {
      await end().catch(() => undefined);
      if (kept === undefined) await rm(path, { force: true });
    },
  };
}

/** Makes a file's bytes, or a directory's names, survive a power cut. */
async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
