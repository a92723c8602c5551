import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTokenStore, tokenPath } from '../../src/cli/token-store.js';
import { WriteTokens } from '../../src/index.js';
import { createManualClock } from '../helpers/clock.js';

let home: string;
let path: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'mixpeek-state-'));
  path = tokenPath({ HOME: home }) ?? '';
});
afterEach(() => rm(home, { recursive: true, force: true }));

const holder = () => ({ writeTokens: new WriteTokens({ clock: createManualClock() }) });

describe('the write tokens that one command leaves for the next', () => {
  it('come back to a command that talks to the same service, and to no other', async () => {
    const writer = holder();
    writer.writeTokens.set('notes', 'wt_1');
    await createTokenStore(path, 'https://a.test').save(writer);

    const [same, other] = [holder(), holder()];
    createTokenStore(path, 'https://a.test').load(same);
    createTokenStore(path, 'https://b.test').load(other);
    expect([same.writeTokens.get('notes'), other.writeTokens.get('notes')]).toEqual(['wt_1', undefined]);
  });

  it('join those that another command left meanwhile', async () => {
    const store = createTokenStore(path, 'https://a.test');
    for (const namespace of ['one', 'two']) {
      const writer = holder();
      writer.writeTokens.set(namespace, `wt_${namespace}`);
      await store.save(writer);
    }
    const reader = holder();
    store.load(reader);
    expect(Object.keys(reader.writeTokens.toJSON())).toEqual(['two', 'one']);
  });

  it('are in a file that only its owner can read', async () => {
    const writer = holder();
    writer.writeTokens.set('notes', 'wt_1');
    await createTokenStore(path, 'https://a.test').save(writer);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('write no file when there are none', async () => {
    await createTokenStore(path, 'https://a.test').save(holder());
    await expect(readFile(path)).rejects.toThrow('ENOENT');
  });

  it('are forgotten, not fatal, when the file is damaged or there is no home', async () => {
    const writer = holder();
    writer.writeTokens.set('notes', 'wt_1');
    const store = createTokenStore(path, 'https://a.test');
    await store.save(writer);
    await writeFile(path, '{"https://a.test": {"no');
    const reader = holder();
    store.load(reader);
    expect(reader.writeTokens.toJSON()).toEqual({});
    expect(tokenPath({})).toBeUndefined();
    await createTokenStore(undefined, 'https://a.test').save(writer);
  });
});
