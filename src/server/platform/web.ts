import { createMemoryStore } from '../storage/memory.js';
import type { Platform, Spool } from './platform.js';
import { createSha256, hmacSha256 } from '../../internal/sha256.js';

/** Browsers and other places without Node: everything in memory. */
export const webPlatform: Platform = {
  createHash: createSha256,
  hmac: hmacSha256,
  async openStorage(dataDir) {
    if (dataDir !== undefined) {
      throw new Error(
        `dataDir is "${dataDir}", but there is no file system here. Leave it out to keep the state in memory.`,
      );
    }
    const files = new Map<string, readonly Uint8Array[]>();
    return {
      store: createMemoryStore(),
      createSpool: async () => createMemorySpool(files),
      async *openFile(name) {
        const chunks = files.get(name);
        if (chunks === undefined) throw new Error(`No file is stored as ${name}.`);
        yield* chunks;
      },
      removeFile: async (name) => void files.delete(name),
      async removeFilesExcept(names) {
        for (const name of files.keys()) if (!names.has(name)) files.delete(name);
      },
      close: async () => files.clear(),
    };
  },
};

function createMemorySpool(files: Map<string, readonly Uint8Array[]>): Spool {
  let chunks: Uint8Array[] = [];
  return {
    async write(bytes) {
      chunks.push(bytes.slice());
    },
    end: async () => undefined,
    async *open() {
      yield* chunks;
    },
    async keep(name) {
      files.set(`files/${name}`, chunks);
      return `files/${name}`;
    },
    async discard() {
      chunks = [];
    },
  };
}
