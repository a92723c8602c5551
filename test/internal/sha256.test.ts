import fc from 'fast-check';
import { expect, test } from 'vitest';

import { nodePlatform } from '../../src/server/platform/node.js';
import { createSha256, hmacSha256 } from '../../src/internal/sha256.js';

test('the portable SHA-256 gives what Node gives, however it is fed', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 150 })), (pieces) => {
      const own = createSha256();
      const node = nodePlatform.createHash();
      for (const piece of pieces) {
        own.update(piece);
        node.update(piece);
      }
      expect(own.hex()).toBe(node.hex());
    }),
  );
});

test('the portable HMAC gives what Node gives', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 100 }), fc.string(), (key, message) => {
      expect(hmacSha256(key, message)).toBe(nodePlatform.hmac(key, message));
    }),
  );
});
