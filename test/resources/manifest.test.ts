import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { Mixpeek, TaskFailedError, ValidationError } from '../../src/index.js';
import { createManualClock } from '../helpers/clock.js';
import { startReferenceServer } from '../helpers/server.js';

function setup(options = {}) {
  const server = startReferenceServer({ clock: 'manual', ...options });
  const clock = createManualClock();
  const mp = new Mixpeek({ apiKey: 'sk_test', fetch: server.fetch, namespace: 'ns', clock });
  return { server, clock, mp };
}

const shop = { namespaces: [{ name: 'shop', mode: 'standalone', description: 'Ours.' }] };

describe('mp.manifest', () => {
  it('takes an object, text, bytes or a Blob', async () => {
    const { mp } = setup();
    const text = 'version: "1.0"\nnamespaces:\n  - name: shop\n    mode: standalone\n    description: Ours.\n';
    expect(await mp.manifest.apply(shop, { dry_run: true })).toMatchObject({ dry_run: true, created_count: 1 });
    expect(await mp.manifest.apply(shop)).toMatchObject({ success: true, created_count: 1 });
    for (const source of [shop, text, JSON.stringify(shop), new TextEncoder().encode(text), new Blob([text])]) {
      expect(await mp.manifest.diff(source)).toEqual({ to_create: [], in_system_only: [], differences: [] });
    }
    expect(await mp.manifest.validate(text)).toMatchObject({ valid: true, resources: { namespaces: 1 } });
    const { results } = await mp.manifest.lint(shop, { skip_rules: ['missing-description'] });
    expect(results).toEqual([]);
  });

  it('exports text, or an object, of some namespaces or all', async () => {
    const { mp } = setup();
    await mp.manifest.apply({ namespaces: [...shop.namespaces, { name: 'other', mode: 'standalone' }] });
    expect(await mp.manifest.export({ namespaces: ['shop'] })).toContain('name: shop');
    const all = await mp.manifest.export({ parsed: true, manifest_name: 'mine' });
    expect(all.metadata).toEqual({ name: 'mine' });
    expect(all.namespaces?.map(({ name }) => name)).toEqual(['shop', 'other']);
    const both = await mp.manifest.export({ parsed: true, namespaces: ['other', 'shop'] });
    expect(both.namespaces?.map(({ name }) => name)).toEqual(['other', 'shop']);
  });
});

describe('mp.namespaces.migrations', () => {
  const config = { migration_type: 'copy', source_namespace_id: 'shop', target_namespace_name: 'copy' } as const;

  it('gives handles that wait and tell of progress, here or by id', async () => {
    const { mp, server, clock } = setup({ taskMs: 4000 });
    await mp.manifest.apply(shop);
    const migration = await mp.namespaces.migrations.create({ config, start_immediately: true });
    expect(Object.keys(migration)).not.toContain('wait');
    const seen: (number | undefined)[] = [];
    const waiting = migration.wait({
      onProgress: ({ progress }) => {
        seen.push(progress.overall_progress_percent);
        server.clock.advance(1000);
      },
    });
    expect(await clock.drive(waiting)).toMatchObject({ status: 'completed' });
    expect(seen).toEqual([0, 25, 50, 75, 100]);
    expect(await mp.namespaces.migrations.wait(migration.migration_id)).toMatchObject({ status: 'completed' });
  });

  it('are cancelled by their handle, which fails whoever waits', async () => {
    const { mp } = setup({ taskMs: 4000 });
    await mp.manifest.apply(shop);
    const { migration_id: id } = await mp.namespaces.migrations.create({ config });
    const migration = await mp.namespaces.migrations.start(id);
    expect(await migration.cancel('Wrong target.')).toMatchObject({ status: 'cancelled' });
    await expect(migration.wait()).rejects.toBeInstanceOf(TaskFailedError);
  });
});

describe('mp.namespaces.plugins', () => {
  async function archive(files: Record<string, string>): Promise<Uint8Array> {
    const tar = pack();
    for (const [name, content] of Object.entries(files)) tar.entry({ name }, content);
    tar.finalize();
    const chunks: Uint8Array[] = [];
    for await (const chunk of tar) chunks.push(chunk as Uint8Array);
    return gzipSync(Buffer.concat(chunks));
  }
  const files = {
    'manifest.py': 'feature_extractor_name = "colors"\nversion = "1.0.0"\n',
    'pipeline.py': 'def extract(request):\n    return None\n',
  };

  it('are uploaded with progress, and waited for', async () => {
    const { mp, server, clock } = setup({ deployMs: 3000 });
    await mp.namespaces.create({ namespace_id: 'ns' });
    const loaded: number[] = [];
    const plugin = await mp.namespaces.plugins.upload(
      { file: await archive(files), name: 'colors', version: '1.0.0' },
      { onProgress: (progress) => loaded.push(progress.loaded) },
    );
    expect(plugin).toMatchObject({ success: true, deployment_status: 'pending' });
    expect(loaded.length).toBeGreaterThan(0);
    const waiting = plugin.wait({ onProgress: () => server.clock.advance(1500) });
    expect(await clock.drive(waiting)).toMatchObject({ status: 'deployed', deployed: true });
  });

  it('are refused before a byte is sent when something is wrong with them', async () => {
    const { mp, server } = setup();
    const wrong = mp.namespaces.plugins.upload({ file: new Uint8Array([1, 2]), name: 'x', version: 'v1' });
    await expect(wrong).rejects.toBeInstanceOf(ValidationError);
    const file = mp.namespaces.plugins.upload({ file: new Uint8Array([1, 2]), name: 'colors', version: '1.0.0' });
    await expect(file).rejects.toThrow(/not a gzip archive/);
    expect(server.requests.list()).toEqual([]);
  });
});
