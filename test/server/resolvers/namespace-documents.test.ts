import { describe, expect, it } from 'vitest';
import { setup, setupNamespace } from './setup.js';

const UPSERT = 'POST /v1/namespaces/ns/documents/upsert';
const IMPORT = 'POST /v1/namespaces/ns/bulk-import';
const doc = (id: string, vector: number[] = [1, 0], payload: object = {}) => ({
  document_id: id,
  vectors: { v: vector },
  payload,
});
const violations = (body: { error: { details: { validation_errors: { location: unknown[]; message: string }[] } } }) =>
  body.error.details.validation_errors;

describe('upsert', () => {
  it('answers with the ids in order, and makes ids that are missing', async () => {
    const { call } = await setupNamespace();
    const { status, body } = await call(UPSERT, { documents: [doc('a'), { vectors: { v: [0, 1] } }] });
    expect(status).toBe(200);
    expect(body).toEqual({
      inserted: 2,
      document_ids: ['a', expect.stringMatching(/^doc_[a-z0-9]{12}$/)],
      namespace_id: 'ns',
    });
  });

  it('refuses ids and index names that are not whole Unicode text, since the disk could not tell them apart', async () => {
    const { call } = await setupNamespace();
    const { status, body } = await call(UPSERT, {
      documents: [doc('a\ud800'), { document_id: 'b', vectors: { 'v\udc00': [1] } }, doc('whole \ud83e\udd8a')],
    });
    expect(status).toBe(422);
    expect(violations(body).map(({ location }) => location)).toEqual([
      ['body', 'documents', 0, 'document_id'],
      ['body', 'documents', 1, 'vectors', 'v\udc00'],
    ]);
  });

  it('answers at the older path too', async () => {
    const { call } = await setupNamespace();
    const { body } = await call('POST /v1/namespaces/ns/documents/direct', { documents: [doc('a')] });
    expect(body.inserted).toBe(1);
  });

  it('gives a write token only when asked', async () => {
    const { call } = await setupNamespace();
    const { body } = await call(UPSERT, { documents: [doc('a')], options: { write_token: true } });
    expect(body.write_token).toMatch(/^wt_/);
  });

  it('overwrites whole documents and keeps the time of the first write', async () => {
    const { call, server } = await setupNamespace();
    await call(UPSERT, { documents: [{ document_id: 'a', vectors: { v: [1, 0], w: [1] }, payload: { old: 1 } }] });
    server.clock.advance(1000);
    await call(UPSERT, { documents: [doc('a', [0, 1], { fresh: 2 })] });
    const { body } = await call('GET /v1/documents/a?namespace=ns&return_vectors=true');
    expect(body).toEqual({
      document_id: 'a',
      fresh: 2,
      vectors: { v: [0, 1] },
      _internal: {
        namespace_id: 'ns',
        created_at: '2026-01-01T00:00:00.000Z',
        updated_at: '2026-01-01T00:00:01.000Z',
      },
    });
    expect((await call('GET /v1/namespaces/ns')).body.document_count).toBe(1);
  });

  it('creates unseen indexes with cosine and the length of the vector, beside declared ones', async () => {
    const { call } = await setupNamespace({}, { vector_configs: [{ name: 'v', dimension: 2, metric: 'dot' }] });
    await call(UPSERT, { documents: [{ document_id: 'a', vectors: { v: [1, 0], image: [1, 2, 3] } }] });
    expect((await call('GET /v1/namespaces/ns')).body.vector_configs).toEqual([
      { name: 'v', dimension: 2, metric: 'dot' },
      { name: 'image', dimension: 3, metric: 'cosine' },
    ]);
  });

  it('names index, expected and got length when a vector does not fit, and writes nothing', async () => {
    const { call } = await setupNamespace();
    await call(UPSERT, { documents: [doc('a')] });
    const { status, body } = await call(UPSERT, { documents: [doc('b'), doc('c', [1, 2, 3])] });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      type: 'BadRequestError',
      code: 'vector_dimension_mismatch',
      details: { index: 'v', expected: 2, got: 3, document_id: 'c', position: 1 },
    });
    expect((await call('GET /v1/namespaces/ns')).body.document_count).toBe(1);
  });

  it('refuses two lengths for an index that the same request creates, and creates none', async () => {
    const { call } = await setupNamespace();
    const { status } = await call(UPSERT, { documents: [doc('a', [1, 2]), doc('b', [1, 2, 3])] });
    expect(status).toBe(400);
    expect((await call('GET /v1/namespaces/ns')).body.vector_configs).toEqual([]);
  });

  it('refuses an id that comes twice', async () => {
    const { call } = await setupNamespace();
    const { status, body } = await call(UPSERT, { documents: [doc('a'), doc('b'), doc('a')] });
    expect(status).toBe(422);
    expect(violations(body)).toMatchObject([{ location: ['body', 'documents', 2, 'document_id'] }]);
  });

  it.each([
    ['numbers too large for float32', { v: [1e39, 0] }],
    ['text among the numbers', { v: ['1', 0] }],
    ['null among the numbers', { v: [null, 0] }],
    ['no numbers', { v: [] }],
    ['a vector that is no list', { v: 1 }],
    ['an index without name', { '': [1, 0] }],
  ])('refuses %s, and names the place', async (_title, vectors) => {
    const { call } = await setupNamespace();
    const { status, body } = await call(UPSERT, { documents: [doc('ok'), { document_id: 'a', vectors }] });
    expect(status).toBe(422);
    expect(violations(body)[0]?.location.slice(0, 4)).toEqual(['body', 'documents', 1, 'vectors']);
    expect((await call('GET /v1/namespaces/ns')).body.document_count).toBe(0);
  });

  it('refuses unknown fields, wrong ids and payloads', async () => {
    const { call } = await setupNamespace();
    for (const fields of [{ metadata: {} }, { document_id: '' }, { document_id: 7 }, { payload: [] }]) {
      expect((await call(UPSERT, { documents: [{ ...doc('a'), ...fields }] })).status).toBe(422);
    }
  });

  it('refuses an empty batch and one of more than 1,000', async () => {
    const { call } = await setupNamespace();
    const many = Array.from({ length: 1001 }, (_, index) => doc(`d${index}`));
    expect((await call(UPSERT, { documents: [] })).status).toBe(422);
    expect((await call(UPSERT, { documents: many })).status).toBe(422);
    expect((await call(UPSERT, { documents: many.slice(1) })).body.inserted).toBe(1000);
  });

  it('refuses unseen indexes in a namespace whose extractors decide', async () => {
    const { call } = setup();
    const feature_extractors = [{ feature_extractor_name: 'image_extractor', version: 'v1' }];
    await call('POST /v1/namespaces', { namespace_name: 'media', feature_extractors });
    const { status, body } = await call('POST /v1/namespaces/media/documents/upsert', { documents: [doc('a')] });
    expect([status, body.error]).toMatchObject([
      400,
      { code: 'unknown_vector_index', details: { available: ['image_extractor_v1_embedding'] } },
    ]);
  });

  it('answers 404 for an unknown namespace', async () => {
    const { call } = setup();
    expect((await call(UPSERT, { documents: [doc('a')] })).status).toBe(404);
  });
});

describe('bulk import', () => {
  const lines = (...values: (object | string)[]) =>
    values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n');

  it('writes the good lines and reports the others by number', async () => {
    const { call, server } = await setupNamespace({ taskMs: 500 });
    const { status, body } = await call(
      IMPORT,
      lines(doc('a'), '', '{"broken', doc('b', [1, 2, 3]), { document_id: 'c' }, doc('a', [0, 1], { last: true })),
    );
    expect([status, body]).toEqual([
      202,
      { batch_id: body.task_id, task_id: expect.stringMatching(/^tsk_/), status: 'PENDING', namespace_id: 'ns' },
    ]);
    expect((await call(`GET /v1/tasks/${body.task_id}`)).body.status).toBe('PENDING');
    server.clock.advance(500);

    const task = (await call(`GET /v1/tasks/${body.task_id}`)).body;
    expect(task).toMatchObject({
      status: 'COMPLETED_WITH_ERRORS',
      outputs: [
        {
          received: 5,
          inserted: 2,
          failed: 3,
          errors: [{ line: 3 }, { line: 4, document_id: 'b' }, { line: 5, document_id: 'c' }],
        },
      ],
    });
    expect(task.outputs[0].errors[1].message).toMatch(/3 numbers.*takes 2/);
    expect((await call('GET /v1/documents/a?namespace=ns')).body.last).toBe(true);
  });

  it('keeps the first 100 errors, and fails when every line does', async () => {
    const { call } = await setupNamespace();
    const { body } = await call(IMPORT, lines(...new Array<string>(150).fill('x')));
    const task = (await call(`GET /v1/tasks/${body.task_id}`)).body;
    expect(task.status).toBe('FAILED');
    expect(task.error).not.toBeNull();
    expect(task.outputs[0]).toMatchObject({ received: 150, inserted: 0, failed: 150 });
    expect(task.outputs[0].errors).toHaveLength(100);
  });

  it('takes more than one batch', async () => {
    const { call } = await setupNamespace();
    const { body } = await call(IMPORT, lines(...Array.from({ length: 2500 }, (_, index) => doc(`d${index}`))));
    expect((await call(`GET /v1/tasks/${body.task_id}`)).body).toMatchObject({
      status: 'COMPLETED',
      outputs: [{ received: 2500, inserted: 2500, failed: 0, errors: [] }],
    });
    expect((await call('GET /v1/namespaces/ns')).body.document_count).toBe(2500);
  });

  it('writes in chunks that are seen one after the other, and fails the task when it cannot go on', async () => {
    const { call, server } = await setupNamespace();
    let sent = 0;
    let seen = 0;
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const batch = Array.from({ length: 500 }, () => JSON.stringify(doc(`d${sent++}`)));
        if (sent <= 2500) controller.enqueue(encoder.encode(`${batch.join('\n')}\n`));
        else controller.enqueue(encoder.encode(`"${'x'.repeat(65 * 1024 * 1024)}`));
        if (sent > 2500) controller.close();
      },
    });
    const headers = { authorization: 'Bearer key', 'content-type': 'application/x-ndjson' };
    const sending = server.fetch('http://local/v1/namespaces/ns/bulk-import', {
      method: 'POST',
      headers,
      body,
      ...{ duplex: 'half' },
    });
    const answered = sending.then(() => true);
    while (!(await Promise.race([answered, new Promise((resolve) => setImmediate(() => resolve(false)))]))) {
      const { document_count: count } = (await call('GET /v1/namespaces/ns')).body;
      expect(count % 1000).toBe(0);
      seen = Math.max(seen, count);
    }
    expect((await sending).status).toBe(400);
    expect(seen).toBeGreaterThan(0);
    const [task] = (await call('POST /v1/tasks/list')).body.results;
    expect(task).toMatchObject({ status: 'FAILED', outputs: [{ inserted: 2000 }] });
    expect(task.error).toMatch(/stopped after 2000 documents/);
    expect((await call('GET /v1/namespaces/ns')).body.document_count).toBe(2000);
  });

  it('refuses a body without documents', async () => {
    const { call } = await setupNamespace();
    const { status, body } = await call(IMPORT, '\n\n');
    expect([status, body.error.code]).toEqual([400, 'empty_import']);
  });
});
