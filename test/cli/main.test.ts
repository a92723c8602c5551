import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCliSession } from '../helpers/cli.js';
import type { CliSession } from '../helpers/cli.js';
import { version } from '../../src/version.js';

let session: CliSession;

beforeEach(() => {
  session = createCliSession();
});
afterEach(() => session.close());

/** An answer of the service, given to every request. */
function answering(status: number, error: Record<string, unknown> = {}): typeof globalThis.fetch {
  const body = { success: false, status, error: { message: 'No.', type: 'SomeError', ...error } };
  return async () => Response.json(body, { status, headers: { 'x-request-id': 'req_1' } });
}

const once = ['--retries', '0'];

describe('run', () => {
  it('prints the version', async () => {
    expect(await session.mixpeek(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
    expect(await session.mixpeek(['--quiet', '-V'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it('shows help without a command, on stdout', async () => {
    const { code, out, err } = await session.mixpeek([]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Usage: mixpeek <command> [flags]');
  });

  it('refuses an unknown command with the nearest name', async () => {
    expect(await session.mixpeek(['namespacs'])).toEqual({
      code: 2,
      out: '',
      err: "Error: Unknown command 'namespacs'.\nHint: Did you mean namespaces?\n",
    });
    expect((await session.mixpeek(['namespaces', 'creat'])).err).toContain('Did you mean create?');
  });

  it('refuses an unknown flag with the nearest name', async () => {
    const { code, out, err } = await session.mixpeek(['namespaces', 'list', '--serch', 'x']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('Did you mean --search?');
  });

  it('refuses a group without a verb and shows its help on stderr', async () => {
    const { code, out, err } = await session.mixpeek(['namespaces']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('Usage: mixpeek namespaces');
  });

  it('takes global flags before and after the command', async () => {
    const before = await session.mixpeek(['-n', 'left', 'namespaces', '--quiet', 'get', '--dry-run']);
    const after = await session.mixpeek(['namespaces', 'get', '-n', 'left', '--dry-run']);
    expect(JSON.parse(before.out)).toEqual(JSON.parse(after.out));
    expect(after.out).toContain('/v1/namespaces/left');
  });

  it('lets the flag that is nearest to the verb win', async () => {
    const { out } = await session.mixpeek(['-n', 'left', 'namespaces', 'get', '-n', 'right', '--dry-run']);
    expect(out).toContain('/v1/namespaces/right');
  });

  it('never takes a key from the command line, and does not repeat it', async () => {
    for (const words of [['--api-key', 'sk_secret'], ['--api-key=sk_secret']]) {
      const { code, out, err } = await session.mixpeek(['namespaces', 'list', ...words]);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain('mixpeek login');
      expect(err).not.toContain('sk_secret');
    }
  });

  it('says which key is missing', async () => {
    const { code, err } = await session.mixpeek(['namespaces', 'list'], { env: { MIXPEEK_API_KEY: '' } });
    expect(code).toBe(2);
    expect(err).toBe(
      'Error: There is no API key.\nHint: Run `mixpeek login` or set MIXPEEK_API_KEY. With --local none is needed.\n',
    );
  });

  it.each([
    [400, {}, 2],
    [401, {}, 4],
    [403, { type: 'ForbiddenError' }, 4],
    [403, { type: 'QuotaExceededError' }, 7],
    [404, {}, 5],
    [409, {}, 6],
    [422, {}, 2],
    [429, {}, 7],
    [500, {}, 8],
    [503, {}, 8],
  ])('ends with the code of a %i (%o)', async (status, error, code) => {
    const result = await session.mixpeek(['health', 'get', ...once], { fetch: answering(status, error) });
    expect(result.code).toBe(code);
    expect(result.out).toBe('');
    expect(result.err).toContain('req_1');
  });

  it('ends with 9 when there is no connection', async () => {
    const fetch = async () => {
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) });
    };
    const { code, out } = await session.mixpeek(['health', 'get', ...once], { fetch });
    expect({ code, out }).toEqual({ code: 9, out: '' });
  });

  it('ends with 130 when it is interrupted', async () => {
    const controller = new AbortController();
    const fetch: typeof globalThis.fetch = (_url, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error));
        controller.abort();
      });
    const { code, out, err } = await session.mixpeek(['health', 'get'], { fetch, signal: controller.signal });
    expect({ code, out, err }).toEqual({ code: 130, out: '', err: 'Error: Interrupted.\n' });
  });

  it('prints an error as JSON when asked to', async () => {
    const fetch = answering(429, { type: 'TooManyRequestsError', code: 'slow_down' });
    const { err } = await session.mixpeek(['health', 'get', ...once, '--error-output', 'json'], { fetch });
    const { error } = JSON.parse(err) as { error: Record<string, unknown> };
    expect(error).toMatchObject({
      code: 'slow_down',
      type: 'TooManyRequestsError',
      status: 429,
      retryable: true,
      request_id: 'req_1',
    });
    expect(Object.keys(error)).toEqual([
      'code',
      'type',
      'status',
      'message',
      'hint',
      'retryable',
      'retry_after',
      'request_id',
    ]);
  });

  it('prints an error of usage as JSON, too', async () => {
    const { err } = await session.mixpeek(['nonsense', '--error-output=json']);
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'usage', message: "Unknown command 'nonsense'." } });
  });

  it('lists rejected fields', async () => {
    const details = {
      validation_errors: [{ type: 'missing', location: ['body', 'documents', 3, 'vectors'], message: 'is required' }],
    };
    const { err } = await session.mixpeek(['health', 'get', ...once], { fetch: answering(422, { details }) });
    expect(err).toContain('  documents[3].vectors: is required');
  });

  it('keeps the key out of the debug lines', async () => {
    const { code, err } = await session.mixpeek(['health', 'get', '--debug']);
    expect(code).toBe(0);
    expect(err).toContain('/v1/health');
    expect(err).not.toContain('sk_test');
  });
});

describe('deleting', () => {
  beforeEach(async () => {
    await session.mixpeek([
      'namespaces',
      'create',
      '--namespace-id',
      'shop',
      '--namespace-name',
      'shop',
      '--mode',
      'standalone',
    ]);
  });

  it('refuses where nobody can be asked', async () => {
    const { code, out, err } = await session.mixpeek(['namespaces', 'delete', 'shop']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe('Error: Delete shop? Nobody can be asked here.\nHint: Pass --yes to go on without being asked.\n');
    expect((await session.mixpeek(['namespaces', 'delete', 'shop', '--no-input'], { terminal: 80 })).code).toBe(2);
    expect((await session.mixpeek(['namespaces', 'get', 'shop'])).code).toBe(0);
  });

  it('asks on a terminal and takes no for an answer', async () => {
    const { code, err } = await session.mixpeek(['namespaces', 'delete', '-n', 'shop'], {
      terminal: 80,
      answers: ['n'],
    });
    expect(code).toBe(130);
    expect(err).toContain('Nothing was deleted.');
    expect(session.questions).toEqual(['Delete shop? [y/N] ']);
  });

  it('goes on with yes, typed or as a flag', async () => {
    expect((await session.mixpeek(['namespaces', 'delete', 'shop'], { terminal: 80, answers: ['y'] })).code).toBe(0);
    expect((await session.mixpeek(['namespaces', 'get', 'shop'])).code).toBe(5);
  });

  it('asks nothing for a dry run', async () => {
    const { code, out } = await session.mixpeek(['namespaces', 'delete', 'shop', '--dry-run']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ method: 'DELETE' });
  });
});
