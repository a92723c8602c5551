import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import type { Operation } from '../../src/operation.js';
import type { ModelRecord } from '../../src/server/records.js';
import { webPlatform } from '../../src/server/platform/web.js';
import { createTinyServer, ECHO, errorOf, send, type TinyParts } from './tiny-server.js';

async function createDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'mixpeek-core-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

const UPLOAD: Operation = {
  id: 'models.upload',
  http: 'POST',
  path: '/models',
  body: { kind: 'multipart', parts: [{ name: 'name' }, { name: 'gpus' }, { name: 'file', file: true }] },
  retry: 'unsafe',
};
const IMPORT: Operation = {
  id: 'documents.import',
  http: 'POST',
  path: '/import',
  body: { kind: 'ndjson' },
  retry: 'unsafe',
};
const DELETE: Operation = { id: 'models.delete', http: 'DELETE', path: '/models/{id}', retry: 'idempotent' };
const LIST: Operation = { id: 'models.list', http: 'GET', path: '/models', retry: 'safe' };

const modelParts = {
  operations: [UPLOAD, IMPORT, LIST, DELETE],
  schemas: {
    operations: {
      'models.upload': { status: 200, body: { type: 'object', properties: { gpus: { type: 'number' } } } },
    },
  },
  resolve: {
    async 'models.upload'({ body, files, tx, services }) {
      const file = files['file'];
      if (file === undefined) throw new Error('no file');
      const bytes: number[] = [];
      for await (const chunk of file.open()) bytes.push(...chunk);
      const id = services.id('mdl');
      const archive = body['drop'] === undefined ? await file.keep(`${id}.tar.gz`) : null;
      const model: ModelRecord = { id, namespace_id: 'n', model: {}, archive, created_at: '' };
      tx.put('models', model);
      const { filename, size, sha256 } = file;
      return { body: { body, filename, size, sha256, bytes, archive } };
    },
    async 'documents.import'({ lines }) {
      const seen: string[] = [];
      for await (const line of lines ?? []) seen.push(line);
      return { body: { lines: seen } };
    },
    'models.delete'({ path, tx }) {
      tx.delete('models', path['id'] ?? '');
      return { body: {} };
    },
    'models.list': ({ state }) => ({ body: state.list('models').map(({ archive }) => archive) }),
  },
} satisfies TinyParts;

function createForm(fields: Record<string, string> = {}): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob(['abc']), 'm.tar.gz');
  return form;
}

const SHA_OF_ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

test('two servers share nothing', async () => {
  const [one, other] = [createTinyServer(modelParts), createTinyServer(modelParts)];
  await send(one, '/models', { body: createForm() });
  expect((await send(one, '/models')).body).toHaveLength(1);
  expect((await send(other, '/models')).body).toHaveLength(0);
  await one.close();
});

test('the same seed gives the same ids, and no seed others', async () => {
  const idOf = async (seed?: number) =>
    (
      await send(createTinyServer({ options: seed === undefined ? { seed: undefined } : { seed } }), '/things', {
        json: {},
      })
    ).headers.get('x-request-id');
  expect(await idOf(5)).toBe(await idOf(5));
  expect(await idOf(5)).not.toBe(await idOf(6));
  expect(await idOf()).not.toBe(await idOf());
});

test.each(['node', 'web'])('%s: an upload is received with its fields, size and digest', async (name) => {
  const server = createTinyServer({ ...modelParts, ...(name === 'web' ? { platform: webPlatform } : {}) });
  expect((await send(server, '/models', { body: createForm({ name: '7', gpus: '0.5' }) })).body).toEqual({
    body: { name: '7', gpus: 0.5, file: 'm.tar.gz' },
    filename: 'm.tar.gz',
    size: 3,
    sha256: SHA_OF_ABC,
    bytes: [97, 98, 99],
    archive: expect.stringMatching(/^files\/mdl_\w+\.tar\.gz$/),
  });
  await server.close();
});

test('a file over the limit is refused and leaves nothing behind', async () => {
  const dataDir = await createDirectory();
  const server = createTinyServer({ ...modelParts, options: { dataDir, maxArchiveBytes: 2 } });
  expect(errorOf(await send(server, '/models', { body: createForm() }))).toMatchObject({
    code: 'archive_too_large',
    details: { limit: 2 },
  });
  expect(await readdir(join(dataDir, 'tmp'))).toEqual([]);
  await server.close();
});

test('an upload that its sender aborts leaves nothing behind', async () => {
  const dataDir = await createDirectory();
  const server = createTinyServer({ ...modelParts, options: { dataDir } });
  await server.ready();
  const abort = new AbortController();
  const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="m"\r\n\r\nabc';
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      controller.enqueue(new TextEncoder().encode(sent++ === 0 ? head : 'x'.repeat(1000)));
      if (sent === 5) {
        expect(await readdir(join(dataDir, 'tmp'))).toHaveLength(1);
        abort.abort();
        controller.error(new Error('gone'));
      }
    },
  });
  const call = server.fetch('/models', {
    method: 'POST',
    headers: { authorization: 'Bearer k', 'content-type': 'multipart/form-data; boundary=b' },
    body,
    duplex: 'half',
    signal: abort.signal,
  } as RequestInit);
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  await expect.poll(() => readdir(join(dataDir, 'tmp'))).toEqual([]);
  await server.close();
});

test('lines come without their ends, empty ones included', async () => {
  const server = createTinyServer(modelParts);
  const headers = { 'content-type': 'application/x-ndjson' };
  expect((await send(server, '/import', { body: '{"a":1}\r\n\n{"b":"é"}', headers })).body).toEqual({
    lines: ['{"a":1}', '', '{"b":"é"}'],
  });
  await server.close();
});

test('a data directory keeps records, files and the instance across a restart', async () => {
  const dataDir = await createDirectory();
  const parts = { ...modelParts, options: { dataDir, seed: 3 } };
  const first = createTinyServer(parts);
  const { body, headers } = await send(first, '/models', { body: createForm() });
  const { archive } = body as { archive: string };
  expect(await readdir(join(dataDir, 'files'))).toEqual([archive.replace('files/', '')]);
  await first.close();

  await writeFile(join(dataDir, 'tmp', 'half-written'), 'x');
  await writeFile(join(dataDir, 'files', 'of-no-record'), 'x');
  const second = createTinyServer(parts);
  const listed = await send(second, '/models');
  expect(listed.body).toEqual([archive]);
  expect(listed.headers.get('x-request-id')).not.toBe(headers.get('x-request-id'));
  expect(await readdir(join(dataDir, 'tmp'))).toEqual([]);
  expect(await readdir(join(dataDir, 'files'))).toEqual([archive.replace('files/', '')]);
  await second.close();
});

test('the file of a deleted record goes with it', async () => {
  const dataDir = await createDirectory();
  const server = createTinyServer({ ...modelParts, options: { dataDir } });
  const { body } = await send(server, '/models', { body: createForm() });
  const id = (body as { archive: string }).archive.replace(/^files\/|\.tar\.gz$/g, '');
  await send(server, `/models/${id}`, { method: 'DELETE' });
  expect(await readdir(join(dataDir, 'files'))).toEqual([]);
  await server.close();
});

test('a second server on the directory is refused, and may start once the first is closed', async () => {
  const options = { dataDir: await createDirectory() };
  const first = createTinyServer({ options });
  await first.ready();
  const second = createTinyServer({ options });
  await expect(second.ready()).rejects.toThrow('is in use by another server process');
  await expect(second.fetch('/things')).rejects.toThrow('is in use');
  await first.close();
  const third = createTinyServer({ options });
  await third.ready();
  await third.close();
});

test('reset forgets records, files, faults and requests', async () => {
  const dataDir = await createDirectory();
  const server = createTinyServer({ ...modelParts, options: { dataDir } });
  await send(server, '/models', { body: createForm() });
  server.faults.add({ status: 500 });
  await server.reset();
  expect(server.requests.list()).toEqual([]);
  expect((await send(server, '/models')).body).toEqual([]);
  expect(await readdir(join(dataDir, 'files'))).toEqual([]);
  await server.close();
});

test('an aborted signal ends the call with its reason', async () => {
  const server = createTinyServer({ resolve: { 'things.echo': () => new Promise(() => undefined) } });
  const abort = new AbortController();
  const call = server.fetch('/things', {
    method: 'POST',
    headers: { authorization: 'Bearer k' },
    signal: abort.signal,
  });
  abort.abort(new Error('enough'));
  await expect(call).rejects.toThrow('enough');
  await expect(server.fetch('/things', { signal: abort.signal })).rejects.toThrow('enough');
});

test('closing lets the writer under way finish, and refuses what comes after', async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let entered = false;
  const dataDir = await createDirectory();
  const server = createTinyServer({
    options: { dataDir },
    resolve: {
      async 'things.echo'({ tx }) {
        entered = true;
        await held;
        tx.schedule('later', Infinity, {});
        return { body: {} };
      },
    },
  });
  await server.ready();
  const answer = send(server, '/things', { json: {} });
  await expect.poll(() => entered).toBe(true);
  const closing = server.close();
  release();
  expect((await answer).status).toBe(200);
  await closing;
  await expect(server.fetch('/things')).rejects.toThrow('The server is closed');
});

test('wrong options are refused by name', () => {
  const create = (options: object) => () => createTinyServer({ options: options });
  expect(create({ lagms: 3 })).toThrow('no option "lagms". Did you mean "lagMs"?');
  expect(create({ lagMs: -1 })).toThrow('lagMs is -1');
  expect(create({ tier: 'gold' })).toThrow('one of free, basic, pro, enterprise');
});

test('the admin routes tell, move the clock, set faults and reset', async () => {
  const server = createTinyServer({ operations: [ECHO] });
  const admin = async (method: string, name: string, json?: unknown) =>
    (await send(server, `/__mixpeek/${name}`, { method, json, headers: { authorization: '' } })).body;
  expect(await admin('GET', 'health')).toMatchObject({ status: 'ok', iso: '2026-01-01T00:00:00.000Z' });
  expect(await admin('POST', 'clock', { advance_ms: 1000 })).toMatchObject({ iso: '2026-01-01T00:00:01.000Z' });
  expect(await admin('POST', 'clock', { set: '2027-01-01' })).toMatchObject({ iso: '2027-01-01T00:00:00.000Z' });
  expect(await admin('POST', 'clock', { advance_ms: -1 })).toMatchObject({ error: { code: 'invalid_clock' } });
  expect(await admin('POST', 'clock', {})).toMatchObject({ error: { code: 'invalid_clock' } });
  expect(await admin('POST', 'faults', { status: 500 })).toEqual({ id: 1 });
  expect(await admin('POST', 'faults', { statsu: 500 })).toMatchObject({ error: { code: 'invalid_fault' } });
  expect(await admin('GET', 'faults')).toMatchObject({ faults: [{ id: 1, rule: { status: 500 } }] });
  expect(await admin('DELETE', 'faults')).toEqual({ faults: [] });
  expect(await admin('GET', 'coverage')).toMatchObject({
    operations: [{ operation: 'things.echo', fidelity: 'exact' }],
  });
  expect(await admin('POST', 'reset')).toEqual({ status: 'reset' });
  expect(await admin('GET', 'nothing')).toMatchObject({ error: { type: 'NotFoundError' } });
});

test('the journal keeps what was asked, without the key', async () => {
  const server = createTinyServer();
  await send(server, '/things?a=1', { json: {}, headers: { 'x-write-token': 'wt_1' } });
  const [entry] = server.requests.list();
  expect(entry).toMatchObject({ operation: 'things.echo', method: 'POST', path: '/things?a=1', status: 200 });
  expect(entry?.headers).toMatchObject({ 'x-write-token': 'wt_1', authorization: '***' });
});
