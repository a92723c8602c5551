import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCliSession } from '../helpers/cli.js';
import type { CliSession } from '../helpers/cli.js';

let session: CliSession;
let path: string;

beforeEach(() => {
  session = createCliSession();
  path = join(session.folder, '.config', 'mixpeek', 'config.json');
});
afterEach(() => session.close());

const noKey = { MIXPEEK_API_KEY: '' };
const read = (): unknown => JSON.parse(readFileSync(path, 'utf8'));
const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

function writeProfiles(profiles: Record<string, Record<string, string>>, current?: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify({ ...(current === undefined ? {} : { current }), profiles }), { mode: 0o600 });
}

describe('login', () => {
  it('keeps a key from stdin in a file that only its owner can read', async () => {
    const { code, out, err } = await session.mixpeek(['login'], { stdin: 'sk_piped\n', env: noKey });
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).not.toContain('sk_piped');
    expect(read()).toEqual({ current: 'default', profiles: { default: { api_key: 'sk_piped' } } });
    expect(modeOf(path)).toBe('600');
    expect(modeOf(dirname(path))).toBe('700');
    expect(readdirSync(dirname(path))).toEqual(['config.json']);
  });

  it('asks for the key on a terminal', async () => {
    await session.mixpeek(['login', '--profile', 'work', '-n', 'shop'], {
      terminal: 80,
      answers: ['sk_typed'],
      env: noKey,
    });
    expect(session.questions[0]).toContain('plain text');
    expect(read()).toEqual({ current: 'work', profiles: { work: { api_key: 'sk_typed', namespace: 'shop' } } });
  });

  it.each(['', '  \n', 'two words'])('refuses %j as a key', async (stdin) => {
    expect((await session.mixpeek(['login'], { stdin, env: noKey })).code).toBe(2);
  });

  it('is undone by logout, which keeps the other settings', async () => {
    writeProfiles({ default: { api_key: 'sk', namespace: 'shop' } });
    expect((await session.mixpeek(['logout'], { env: noKey })).code).toBe(0);
    expect(read()).toEqual({ profiles: { default: { namespace: 'shop' } } });
  });

  it('is what commands send', async () => {
    writeProfiles({ default: { api_key: 'sk_from_profile' } });
    await session.mixpeek(['tasks', 'list'], { env: noKey });
    expect(session.requests[0]?.headers.get('authorization')).toBe('Bearer sk_from_profile');
  });
});

describe('settings', () => {
  it('takes flag, then environment, then profile, then default', async () => {
    writeProfiles({
      default: { api_key: 'sk', namespace: 'of-profile', base_url: 'http://profile.test', output: 'yaml' },
    });
    const list = async (words: string[], env: Record<string, string>): Promise<Record<string, string>> => {
      const { out } = await session.mixpeek(['config', 'list', '--origin', '-o', 'json', ...words], {
        env: { ...noKey, ...env },
      });
      const rows = JSON.parse(out) as { key: string; value: string; origin: string }[];
      return Object.fromEntries(rows.map(({ key, value, origin }) => [key, `${value} (${origin})`]));
    };
    expect(await list(['-n', 'of-flag'], { MIXPEEK_NAMESPACE: 'of-env', MIXPEEK_BASE_URL: 'http://env.test' })).toEqual(
      {
        api_key: '(set) (profile default)',
        base_url: 'http://env.test (environment MIXPEEK_BASE_URL)',
        namespace: 'of-flag (flag --namespace)',
        output: 'json (flag --output)',
      },
    );
    expect((await list([], {}))['namespace']).toBe('of-profile (profile default)');
  });

  it('uses the profile of the flag, of MIXPEEK_PROFILE, or the current one', async () => {
    writeProfiles({ a: { namespace: 'ns-a' }, b: { namespace: 'ns-b' }, c: { namespace: 'ns-c' } }, 'a');
    const namespace = async (words: string[], env: Record<string, string> = {}): Promise<unknown> => {
      const { out } = await session.mixpeek(['config', 'get', 'namespace', ...words], { env });
      return JSON.parse(out) as unknown;
    };
    expect(await namespace([])).toBe('ns-a');
    expect(await namespace([], { MIXPEEK_PROFILE: 'b' })).toBe('ns-b');
    expect(await namespace(['--profile', 'c'], { MIXPEEK_PROFILE: 'b' })).toBe('ns-c');
    await session.mixpeek(['config', 'use', 'b']);
    expect(await namespace([])).toBe('ns-b');
    const unknown = await session.mixpeek(['config', 'list', '--profile', 'd']);
    expect(unknown).toMatchObject({
      code: 2,
      out: '',
      err: 'Error: There is no profile "d".\nHint: Known profiles: a, b, c.\n',
    });
  });

  it('sets and unsets values of a profile', async () => {
    await session.mixpeek(['config', 'set', 'namespace', 'shop']);
    await session.mixpeek(['config', 'set', 'output', 'yaml']);
    expect(read()).toEqual({ profiles: { default: { namespace: 'shop', output: 'yaml' } } });
    await session.mixpeek(['config', 'unset', 'output']);
    expect(read()).toEqual({ profiles: { default: { namespace: 'shop' } } });
    expect((await session.mixpeek(['config', 'path'])).out).toBe(`${JSON.stringify(path)}\n`);
  });

  it.each([
    [['config', 'set', 'api_key', 'sk_argv'], 'mixpeek login'],
    [['config', 'set', 'output', 'xml'], 'must be one of'],
    [['config', 'set', 'colour', 'x'], 'There is no setting "colour".'],
    [['config', 'use', 'nobody'], 'There is no profile "nobody".'],
  ])('refuses %j', async (words, message) => {
    const { code, out, err } = await session.mixpeek(words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(err).not.toContain('sk_argv');
  });

  it('never shows a key', async () => {
    writeProfiles({ default: { api_key: 'sk_secret' } });
    for (const words of [
      ['config', 'list'],
      ['config', 'get', 'api_key'],
      ['config', 'profiles'],
    ]) {
      expect((await session.mixpeek(words, { env: noKey })).out).not.toContain('sk_secret');
    }
  });

  it('refuses a file that others can read, with the command that mends it', async () => {
    writeProfiles({ default: { api_key: 'sk' } });
    chmodSync(path, 0o644);
    const { code, err } = await session.mixpeek(['health', 'get']);
    expect(code).toBe(2);
    expect(err).toContain(`Run: chmod 600 ${path}`);
  });

  it('refuses a file that is not JSON', async () => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '{', { mode: 0o600 });
    expect((await session.mixpeek(['health', 'get'])).code).toBe(2);
  });

  it('refuses an output of the environment that does not exist', async () => {
    const { code, err } = await session.mixpeek(['health', 'get'], { env: { MIXPEEK_OUTPUT: 'xml' } });
    expect(code).toBe(2);
    expect(err).toContain('environment MIXPEEK_OUTPUT');
  });
});
