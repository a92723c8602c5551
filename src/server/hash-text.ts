import { createSha256 } from '../internal/sha256.js';

/** SHA-256 of a text, in hexadecimal. */
export function hashText(text: string): string {
  const hash = createSha256();
  hash.update(new TextEncoder().encode(text));
  return hash.hex();
}
