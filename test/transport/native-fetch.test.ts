import { describe, expect, it } from 'vitest';
import { createNativeFetchTest } from '../../src/transport/native-fetch.js';

describe('createNativeFetchTest', () => {
  it('knows the fetch of the Node that runs this', () => {
    expect(createNativeFetchTest()(globalThis.fetch)).toBe(true);
  });

  it.each([
    ['a mock', () => Promise.resolve(new Response())],
    ['a wrapper', Object.assign((...args: Parameters<typeof fetch>) => globalThis.fetch(...args), {})],
    ['a bound copy', globalThis.fetch.bind(globalThis)],
    ['a proxy', new Proxy(globalThis.fetch, {})],
    ['nothing', undefined],
  ])('does not take %s for it', (_name, fetch) => {
    expect(createNativeFetchTest()(fetch)).toBe(false);
  });
});
