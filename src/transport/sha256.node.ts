import { createHash } from 'node:crypto';
import type { Sha256 } from '../internal/sha256.js';

export function createSha256(): Sha256 {
  const hash = createHash('sha256');
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
}
