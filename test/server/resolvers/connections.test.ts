import { describe, expect, it } from 'vitest';
import { startFileHost } from '../file-host.js';
import { setupIngest } from './bucket-setup.js';

const CONNECTIONS = '/v1/organizations/connections';
const S3 = {
  name: 'photos',
  provider_type: 's3',
  provider_config: {
    region: 'eu-west-1',
    credentials: { access_key_id: 'EXAMPLEACCESSKEY', secret_access_key: 's'.repeat(40) },
  },
};

describe('a connection', () => {
  it('never shows its secrets again', async () => {
    const { call } = await setupIngest();
    const created = await call(`POST ${CONNECTIONS}`, S3);
    expect(created.body).toMatchObject({
      connection_id: expect.stringMatching(/^conn_/),
      status: 'ACTIVE',
      provider_config: {
        provider_type: 's3',
        use_ssl: true,
        credentials: { type: 'access_key', access_key_id: 'EXAMPLEACCESSKEY', secret_access_key: '********' },
      },
    });
    const list = await call(`POST ${CONNECTIONS}/list`);
    const got = await call(`GET ${CONNECTIONS}/photos`);
    expect(JSON.stringify([created.body, list.body, got.body])).not.toContain('sss');
  });

  it.each([
    [{ provider_config: { credentials: S3.provider_config.credentials } }, ['region']],
    [
      { provider_config: { region: 'x', credentials: { type: 'access_key', access_key_id: 'EXAMPLEACCESSKEY' } } },
      ['credentials', 'secret_access_key'],
    ],
    [{ provider_config: { region: 'x', credentials: { user: 'a' } } }, ['credentials', 'type']],
    [{ provider_type: 'rss', provider_config: { request_timeout: 1 } }, ['request_timeout']],
    [{ provider_type: 'http_api', provider_config: {} }, ['base_url']],
  ])('names the setting that is missing or wrong: %j', async (fields, location) => {
    const { call } = await setupIngest();
    const { status, body } = await call(`POST ${CONNECTIONS}`, { ...S3, ...fields });
    expect([status, body.error.details.validation_errors[0].location]).toEqual([
      422,
      ['body', 'provider_config', ...location],
    ]);
  });

  it('has a name of its own in the organization', async () => {
    const { call } = await setupIngest();
    const { connection_id: id } = (await call(`POST ${CONNECTIONS}`, S3)).body;
    expect((await call(`POST ${CONNECTIONS}`, S3)).body.error.code).toBe('connection_name_taken');
    const rss = { name: 'news', provider_type: 'rss', provider_config: {} };
    await call(`POST ${CONNECTIONS}`, rss);
    expect((await call(`PATCH ${CONNECTIONS}/news`, { name: 'photos' })).status).toBe(409);
    expect((await call(`PATCH ${CONNECTIONS}/${id}`, { name: 'photos' })).status).toBe(200);
  });

  it('keeps its secrets when masked or partial settings are sent back', async () => {
    const { call } = await setupIngest();
    const host = await startFileHost({ '/': { type: 'application/json', body: '[]' } });
    const api = {
      name: 'api',
      provider_type: 'http_api',
      provider_config: { base_url: host.url, credentials: { headers: { authorization: 'token one' } } },
    };
    const { provider_config: shown } = (await call(`POST ${CONNECTIONS}`, api)).body;
    expect(shown.credentials.headers).toEqual({ authorization: '********' });
    const changed = await call(`PATCH ${CONNECTIONS}/api`, { provider_config: { ...shown, id_field: 'sku' } });
    expect(changed.body.provider_config).toMatchObject({ id_field: 'sku' });
    await call(`POST ${CONNECTIONS}/api/test`);
    expect(host.seen.at(-1)?.['authorization']).toBe('token one');
  });

  it('is tried before it is saved, where it can be reached', async () => {
    const { call } = await setupIngest();
    const host = await startFileHost({});
    const api = { name: 'api', provider_type: 'http_api', provider_config: { base_url: host.url } };
    const refused = await call(`POST ${CONNECTIONS}`, api);
    expect([refused.status, refused.body.error.code]).toEqual([400, 'connection_test_failed']);
    expect(refused.body.error.message).toContain('404');
    expect((await call(`POST ${CONNECTIONS}`, { ...api, test_before_save: false })).status).toBe(200);
  });

  it('tells of each trial, and fails after three failures in a row', async () => {
    const { server, call } = await setupIngest();
    const host = await startFileHost({});
    const config = { base_url: host.url };
    await call(`POST ${CONNECTIONS}`, {
      name: 'api',
      provider_type: 'http_api',
      provider_config: config,
      test_before_save: false,
    });
    for (let i = 0; i < 3; i++) {
      expect((await call(`POST ${CONNECTIONS}/api/test`)).body).toMatchObject({
        success: false,
        details: { tried: true },
      });
      await server.settle();
    }
    expect((await call(`GET ${CONNECTIONS}/api`)).body).toMatchObject({
      status: 'FAILED',
      consecutive_failures: 3,
      last_error: expect.stringContaining('404'),
    });
  });

  it('says that this server does not reach a provider', async () => {
    const { call } = await setupIngest();
    await call(`POST ${CONNECTIONS}`, S3);
    const { body } = await call(`POST ${CONNECTIONS}/photos/test`);
    expect(body).toMatchObject({ success: false, message: expect.stringContaining('does not reach s3') });
    const foreign = { name: 'x', provider_type: 'http_api', provider_config: { base_url: 'https://api.example.com' } };
    expect((await call(`POST ${CONNECTIONS}`, foreign)).body.error.message).toContain('does not reach api.example.com');
  });

  it('lists the entries of what it reads; Google Drive is not reached', async () => {
    const { call } = await setupIngest();
    const host = await startFileHost({
      '/': { type: 'application/json', body: '[]' },
      '/photos': {
        type: 'application/json',
        body: JSON.stringify({ items: [{ id: 1, name: 'a.jpg', mime_type: 'image/jpeg' }] }),
      },
    });
    await call(`POST ${CONNECTIONS}`, {
      name: 'api',
      provider_type: 'http_api',
      provider_config: { base_url: host.url },
    });
    expect((await call(`GET ${CONNECTIONS}/api/files?path=/photos`)).body).toEqual({
      results: [{ id: '1', name: 'a.jpg', path: '/photos/1', mime_type: 'image/jpeg' }],
      parent_path: '/photos',
    });
    expect((await call(`GET ${CONNECTIONS}/api/folders`)).body).toEqual({ results: [], parent_path: '/' });
    const credentials = { client_id: 'a', client_secret: 'b', refresh_token: 'c' };
    await call(`POST ${CONNECTIONS}`, {
      name: 'drive',
      provider_type: 'google_drive',
      provider_config: { credentials },
    });
    for (const what of ['files', 'folders']) {
      const { status, body } = await call(`GET ${CONNECTIONS}/drive/${what}`);
      expect([status, body.error.code]).toEqual([503, 'provider_unreachable']);
    }
  });

  it('is listed by provider, status and whether it is active, and deleted', async () => {
    const { call } = await setupIngest();
    await call(`POST ${CONNECTIONS}`, S3);
    await call(`POST ${CONNECTIONS}`, { name: 'news', provider_type: 'rss', provider_config: {} });
    await call(`PATCH ${CONNECTIONS}/news`, { is_active: false, status: 'SUSPENDED' });
    const names = async (body: object) =>
      (await call(`POST ${CONNECTIONS}/list`, body)).body.results.map(({ name }: { name: string }) => name);
    expect(await names({})).toEqual(['news', 'photos']);
    expect(await names({ provider_type: 's3' })).toEqual(['photos']);
    expect(await names({ is_active: false, status: 'SUSPENDED' })).toEqual(['news']);
    expect((await call(`PATCH ${CONNECTIONS}/news`, { status: 'FAILED' })).status).toBe(422);
    expect((await call(`DELETE ${CONNECTIONS}/news`)).status).toBe(200);
    expect((await call(`DELETE ${CONNECTIONS}/news`)).body.error.details).toEqual({
      resource: 'connection',
      id: 'news',
    });
  });
});
