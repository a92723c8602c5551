import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createClock } from '../../src/server/clock.js';
import { nodePlatform } from '../../src/server/platform/node.js';
import { createWriteTokens } from '../../src/server/write-token.js';

const tokensOf = (secret: string) =>
  createWriteTokens({ sign: (message) => nodePlatform.hmac(secret, message), clock: createClock(0) });

test('a token is valid in its namespace alone', () => {
  const { issue, verify } = tokensOf('secret');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (namespace, other) => {
      const token = issue(namespace);
      expect(token).toMatch(/^wt_[\w-]+\.[0-9a-f]{32}$/);
      verify(token, namespace);
      if (other !== namespace) expect(() => verify(token, other)).toThrow('belongs to the namespace');
    }),
  );
});

test('a token of another server, or a changed one, is refused', () => {
  const { issue, verify } = tokensOf('secret');
  expect(() => verify(tokensOf('other').issue('n'), 'n')).toThrow('this server did not issue it');
  const token = issue('n');
  for (let i = 0; i < token.length; i++) {
    const changed = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1);
    expect(() => verify(changed, 'n'), changed).toThrow('X-Write-Token is not valid');
  }
});
