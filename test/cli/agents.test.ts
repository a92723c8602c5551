import { afterEach, describe, expect, it } from 'vitest';
import { createCliSession, type CliSession } from '../helpers/cli.js';

let session: CliSession | undefined;
afterEach(async () => session?.close());

/** A session of the command line with an agent over two documents. */
async function setup() {
  session = createCliSession();
  const { mixpeek } = session;
  await mixpeek(['namespaces', 'create', '--namespace-id', 'ns', '--mode', 'standalone']);
  const documents = [
    { document_id: 'a', vectors: { v: [1] }, payload: { title: 'A red car' } },
    { document_id: 'b', vectors: { v: [1] }, payload: { title: 'A blue car' } },
  ];
  const env = { MIXPEEK_NAMESPACE: 'ns' };
  await mixpeek(['namespaces', 'documents', 'upsert', '--data', JSON.stringify({ documents })], { env });
  const made = await mixpeek(['agents', 'sessions', 'create', '--data', '{"agent_config":{}}', '-o', 'id'], { env });
  const id = made.out.trim();
  const send = (words: readonly string[], terminal?: number) =>
    mixpeek(['agents', 'sessions', 'send', id, ...words], { env, ...(terminal === undefined ? {} : { terminal }) });
  return { mixpeek, env, id, send };
}

describe('mixpeek agents sessions send', () => {
  it('writes the answer as text on a terminal, and what the agent does beside it', async () => {
    const { send } = await setup();
    const { out, err, code } = await send(['--content', 'Find red', '--stream'], 80);
    expect(code).toBe(0);
    expect(out).toBe('I found 1 document for "red" in the texts of the documents:\n1. a - A red car (score 1)\n');
    expect(err).toContain('> search_documents {"query":"red","limit":5}');
  });

  it('writes lines of JSON for another program', async () => {
    const { send } = await setup();
    const { out } = await send(['--content', 'Find red', '--stream']);
    const events = out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { event: string }).event);
    expect(events[0]).toBe('intent');
    expect(events.at(-1)).toBe('done');
  });

  it('writes the whole answer without --stream, and in the form that was chosen', async () => {
    const { send } = await setup();
    expect(JSON.parse((await send(['--content', 'Find red'])).out)).toMatchObject({ tool_calls_made: 1 });
    const { out } = await send(['--content', 'Find red', '--stream', '-o', 'json']);
    expect(JSON.parse(out)).toBeInstanceOf(Array);
  });

  it('says how to answer a question', async () => {
    const { mixpeek, env, id, send } = await setup();
    const { err } = await send(['--content', 'Create a retriever for cars', '--stream'], 80);
    const [, question = ''] = /confirm <session-id> (conf_\w+) --approved/.exec(err) ?? [];
    const { out } = await mixpeek(['agents', 'sessions', 'confirm', id, question, '--approved', '--stream'], {
      env,
      terminal: 80,
    });
    expect(out).toContain('I created the retriever "cars-search"');
  });
});
