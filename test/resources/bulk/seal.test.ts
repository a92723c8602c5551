import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeal } from '../../../src/resources/bulk/seal.js';

describe('the seal', () => {
  it('is the token of a write that was sent when all others had been acknowledged', () => {
    const seal = createSeal();
    const [first, second] = [seal.sent(), seal.sent()];
    seal.acknowledged(second, 'b');
    seal.acknowledged(first, 'a');
    expect(seal.token).toBeUndefined();
    seal.acknowledged(seal.sent(), 'c');
    expect(seal.token).toBe('c');
  });

  it('does not matter to a service that gives no tokens', () => {
    const seal = createSeal();
    expect(seal.matters).toBe(true);
    seal.acknowledged(seal.sent(), undefined);
    expect(seal.matters).toBe(false);
  });

  it('never claims to cover a write that its token may not cover', () => {
    // A log that a write enters at any moment while it is under way; its token covers the log up to there.
    fc.assert(
      fc.property(
        fc.array(fc.record({ kind: fc.constantFrom('send', 'commit', 'answer'), pick: fc.nat(20) })),
        (steps) => {
          const seal = createSeal();
          const underWay: { sentAfter: number; position?: number }[] = [];
          const acknowledged: number[] = [];
          let log = 0;
          for (const { kind, pick } of steps) {
            const write = underWay[pick % Math.max(1, underWay.length)];
            if (kind === 'send') underWay.push({ sentAfter: seal.sent() });
            else if (kind === 'commit' && write !== undefined) write.position ??= ++log;
            else if (write?.position !== undefined) {
              underWay.splice(underWay.indexOf(write), 1);
              acknowledged.push(write.position);
              seal.acknowledged(write.sentAfter, String(write.position));
            }
            if (seal.token !== undefined) expect(Number(seal.token)).toBe(Math.max(...acknowledged));
          }
        },
      ),
    );
  });
});
