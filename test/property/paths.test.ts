import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { Mixpeek, ValidationError } from '../../src/index.js';
import { startReferenceServer } from '../helpers/server.js';
import { refusal } from '../e2e/flows/refusal.js';

/** What paths are known to stumble over, besides text of all kinds. */
const ODD = [
  ...['.', '..', '...', './a', 'a/..', '../..', '%2e', '%2e%2E', '.%2e', '%252e', '%2F', '%', '%zz', '%00'],
  ...['/', '//', 'a/b', 'a//b', '\\', '..\\', '?', '#', 'a?b=c#d', ';a=b', ' ', ' a ', '\t', '\n', '\r\n', '\u0000'],
  ...['+', '&', '=', ':', '@', '{id}', '{{INPUT.x}}', '__proto__', 'constructor', 'list', 'stages'],
  ...['é', 'e\u0301', '日本', '😀', '\u202e', '\u200b', '\ufeff', '\ud800', 'a\udfff'],
];

const text = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...ODD) },
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.array(fc.constantFrom(...ODD), { maxLength: 4 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme-ascii', maxLength: 300 }),
);

async function setup(connect: 'in process' | 'over HTTP') {
  const server = startReferenceServer({ checkResponses: false });
  const to = connect === 'in process' ? { fetch: server.fetch } : { baseUrl: (await server.listen()).url };
  const mp = new Mixpeek({ apiKey: 'sk_test', namespace: 'ns', maxRetries: 0, ...to });
  onTestFinished(() => mp.close());
  await mp.namespaces.create({ namespace_id: 'ns' });
  return { server, mp };
}

/** Whether a call with this text in its path was sent. When it was not, the client has said why. */
async function wasSent(
  { server }: Awaited<ReturnType<typeof setup>>,
  call: () => PromiseLike<unknown>,
): Promise<boolean> {
  server.requests.clear();
  const error = await Promise.resolve(call()).catch((thrown: unknown) => thrown);
  if (server.requests.list().length > 0) return true;
  expect(error).toBeInstanceOf(ValidationError);
  return false;
}

it.each(['in process', 'over HTTP'] as const)(
  'brings any text in a path to the server as it is, or refuses it (%s)',
  async (way) => {
    const session = await setup(way);
    await fc.assert(
      fc.asyncProperty(text, async (id) => {
        if (!(await wasSent(session, () => session.mp.tasks.get(id)))) return;
        // No task exists, so the answer names the id that was looked for.
        const error = await refusal(session.mp.tasks.get(id));
        expect(error).toMatchObject({ status: 404, details: { resource: 'task', id } });
      }),
      { numRuns: 150 },
    );
  },
);

it.each(['in process', 'over HTTP'] as const)('reads a document under any id it was written with (%s)', async (way) => {
  const session = await setup(way);
  const { mp } = session;
  await fc.assert(
    fc.asyncProperty(text, fc.integer(), async (id, n) => {
      const write = () =>
        mp.namespaces.documents.upsert({ documents: [{ document_id: id, vectors: {}, payload: { n } }] });
      if (!(await wasSent(session, write))) return;
      const written = await write().catch((error: unknown) => error);
      if (written instanceof Error) {
        expect(written).toMatchObject({ status: 422 });
        return;
      }
      if (!(await wasSent(session, () => mp.documents.get(id)))) return;
      expect(await mp.documents.get(id)).toMatchObject({ document_id: id, n });
      expect(await mp.documents.update(id, { n: n + 1 })).toMatchObject({ document_id: id, n: n + 1 });
    }),
    { numRuns: 100 },
  );
});

it('refuses what would change the path before anything is sent', async () => {
  const session = await setup('in process');
  for (const id of ['', '.', '..', '%2e', '%2E%2e', '.%2e']) {
    expect(await wasSent(session, () => session.mp.tasks.get(id)), JSON.stringify(id)).toBe(false);
  }
});
