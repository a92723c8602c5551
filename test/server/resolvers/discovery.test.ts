import { expect, it } from 'vitest';
import { setup } from './setup.js';

const IN = { 'x-namespace': 'ns' };

interface Stage {
  stage_id: string;
  example_config: object;
}

it('gives each stage an example that a retriever takes', async () => {
  const { call } = setup();
  await call('POST /v1/namespaces/standalone', { namespace_id: 'ns' });
  const { body: stages } = await call('GET /v1/discovery/stages');
  const { body: known } = await call('GET /v1/retrievers/stages');
  const available = new Set(
    known.flatMap((stage: { stage_id: string; available: boolean }) => (stage.available ? [stage.stage_id] : [])),
  );
  expect(stages.length).toBe(known.length);
  const examples = (stages as Stage[]).filter(({ stage_id: id }) => available.has(id) && id !== 'feature_search');
  expect(examples.length).toBeGreaterThan(3);
  for (const { stage_id: id, example_config: example } of examples) {
    const body = { retriever_name: id, collection_identifiers: [], input_schema: {}, stages: [example] };
    expect((await call('POST /v1/retrievers', body, IN)).body).toMatchObject({ retriever_name: id });
  }
});

it('describes manifests by what their resources are created from', async () => {
  const { call } = setup();
  const { body } = await call('GET /v1/discovery/schema');
  expect(body.resource_types).toEqual(expect.arrayContaining(['namespaces', 'retrievers']));
  expect(Object.keys(body.schemas)).toEqual(body.resource_types);
  expect(body.schemas.retrievers.required).toContain('retriever_name');
  for (const [section, needed] of Object.entries(body.dependency_graph as Record<string, string[]>)) {
    expect(body.resource_types).toEqual(expect.arrayContaining([section, ...needed]));
  }
});

it('gives everything in one answer', async () => {
  const { call } = setup();
  const { body } = await call('GET /v1/discovery');
  expect(body.stages).toEqual((await call('GET /v1/discovery/stages')).body);
  expect(body.extractors).toEqual((await call('GET /v1/discovery/extractors')).body);
  expect(body.manifest_schema).toEqual((await call('GET /v1/discovery/schema')).body);
  const features = await call('GET /v1/collections/features/extractors');
  expect(body.extractors.length).toBe(features.body.length);
});

it('says how the scheduler does, without a key', async () => {
  const { call, server } = setup({ taskMs: 60_000 });
  const beat = async () => (await call('GET /v1/health/beat', undefined, { authorization: '' })).body;
  expect(await beat()).toEqual({ status: 'OK', pending_jobs: 0, overdue_jobs: 0, next_due_at: null });
  await call('POST /v1/namespaces/standalone', { namespace_id: 'ns', ttl_seconds: 3600 });
  expect(await beat()).toMatchObject({ pending_jobs: 1, next_due_at: '2026-01-01T01:00:00.000Z' });
  server.clock.advance(3_600_000);
  expect((await beat()).overdue_jobs).toBe(0);
});
