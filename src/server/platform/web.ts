import { createMemoryStore } from '../storage/memory.js';
import type { Platform, Spool } from './platform.js';
import { createSha256, hmacSha256 } from './sha256.js';

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
    return {
      store: createMemoryStore(),
      createSpool: async () => createMemorySpool(),
      removeFile: async () => undefined,
      removeFilesExcept: async () => undefined,
      close: async () => undefined,
    };
  },
};

function createMemorySpool(): Spool {
  let chunks: Uint8Array[] = [];
  return {
    async write(bytes) {
      chunks.push(bytes.slice());
    },
    end: async () => undefined,
    async *open() {
      yield* chunks;
    },
    keep: async () => null,
    async discard() {
      chunks = [];
    },
  };
}
