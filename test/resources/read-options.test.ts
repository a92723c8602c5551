import { describe, expect, it } from 'vitest';
import type { RequestOptions } from '../../src/call.js';
import { Mixpeek } from '../../src/client.js';
import type { ClientOptions } from '../../src/options.js';

const REFUSED: readonly (readonly [option: string, value: unknown])[] = [
  ['hedge', true],
  ['hedge', {}],
  ['hedge', { afterMs: -1 }],
  ['hedge', { afterMs: 'p99' }],
  ['hedge', { afterMs: 5, max: 2 }],
  ['dedupe', 'yes'],
  ['cache', true],
  ['cache', {}],
  ['cache', { ttlMs: 0 }],
  ['cache', { ttlMs: 5, maxEntries: '9' }],
];

describe('options of reads', () => {
  it.each(REFUSED)('are refused by client and call when wrong: %s %j', async (option, value) => {
    const options = { [option]: value };
    expect(() => new Mixpeek(options as ClientOptions)).toThrow(`${option} is `);
    const call = new Mixpeek({ apiKey: 'k' }).documents.get('d', {}, options);
    await expect(call).rejects.toMatchObject({ name: 'ConfigError', option });
  });

  it("of a cache are the client's, but for the age", async () => {
    const call = new Mixpeek().documents.get('d', {}, { cache: { ttlMs: 5, maxEntries: 5 } } as RequestOptions);
    await expect(call).rejects.toMatchObject({ name: 'ConfigError', option: 'cache' });
  });

  it.each([
    { hedge: false, dedupe: false, cache: false },
    { hedge: { afterMs: 0 }, dedupe: true, cache: { ttlMs: 1, maxEntries: 1, maxBytes: 1 } },
    { hedge: { afterMs: 'p95' }, cache: undefined },
  ] satisfies ClientOptions[])('are taken as documented: %j', (options) => {
    expect(() => new Mixpeek(options)).not.toThrow();
  });
});
