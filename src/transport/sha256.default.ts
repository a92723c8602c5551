/** Platforms whose own SHA-256 takes no pieces. */
export { createSha256 } from '../internal/sha256.js';
