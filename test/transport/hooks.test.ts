import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Hooks } from '../../src/transport/hooks.js';
import { json, observeFetch } from '../helpers/fetch.js';
import { KEY, NO_INPUT, row, setupTransport } from '../helpers/transport.js';

const POST = row({ id: 'things.create', http: 'POST', body: { kind: 'json' } });

function record(): { hooks: Hooks; events: [string, Record<string, unknown>][] } {
  const events: [string, Record<string, unknown>][] = [];
  const on = (name: string) => (event: object) => void events.push([name, { ...event }]);
  return {
    events,
    hooks: { onRequest: on('request'), onResponse: on('response'), onRetry: on('retry'), onError: on('error') },
  };
}

describe('hooks', () => {
  it('see every attempt, redacted, vectors summarised', async () => {
    const { hooks, events } = record();
    const fetch = observeFetch(json({}, { status: 503, headers: { 'set-cookie': 'secret=1' } }), json({ ok: true }));
    const { transport, clock } = setupTransport({ fetch, hooks });
    const body = { vector: new Float32Array(768), list: Array.from({ length: 9 }, () => 0.5), text: 'x'.repeat(500) };
    await clock.drive(transport.send(POST, { ...NO_INPUT, body }));

    expect(events.map(([name]) => name)).toEqual(['request', 'response', 'retry', 'request', 'response']);
    expect(events[0]?.[1]).toMatchObject({
      operation: 'things.create',
      method: 'POST',
      url: 'https://api.test/v1/things',
      attempt: 1,
      headers: { authorization: '<redacted>', 'content-type': 'application/json' },
    });
    expect(events[0]?.[1].body).toMatch(/^\{"vector":Float\[768\],"list":Float\[9\],"text":"x{200}…/);
    expect(events[1]?.[1]).toMatchObject({ status: 503, headers: { 'set-cookie': '<redacted>' } });
    expect(events[2]?.[1]).toMatchObject({ attempt: 1, reason: 'status 503', delayMs: 250 });
    expect(events[4]?.[1]).toMatchObject({ attempt: 2, status: 200, body: '{"ok":true}' });
    expect(JSON.stringify(events)).not.toContain(KEY);
  });

  it('give events that print whole, although their headers and bodies are worked out only when read', async () => {
    const printed: string[] = [];
    const keep = (event: object): void => void printed.push(inspect(event), JSON.stringify(event));
    const { transport } = setupTransport({
      fetch: observeFetch(json({ ok: true })),
      hooks: { onRequest: keep, onResponse: keep },
    });
    await transport.send(POST, { ...NO_INPUT, body: { a: 1 } });
    expect(printed).toHaveLength(4);
    for (const text of printed) {
      expect(text).toContain('application/json');
      expect(text).toMatch(/\{.*(a|ok).*:.*(1|true).*\}/);
      expect(text).not.toContain('[Getter]');
      expect(text).not.toContain(KEY);
    }
  });

  it('see a failure once', async () => {
    const { hooks, events } = record();
    const { transport, clock } = setupTransport({ fetch: observeFetch(json({}, { status: 500 })), hooks });
    await clock.drive(transport.send(row(), NO_INPUT)).catch(() => undefined);
    expect(events.filter(([name]) => name === 'error')).toEqual([['error', expect.objectContaining({ attempt: 3 })]]);
  });

  it('cannot break a call; what they throw is in the debug log', async () => {
    const lines: string[] = [];
    const hooks = {
      onRequest: () => {
        throw new Error('oops');
      },
    };
    const { transport } = setupTransport({
      fetch: observeFetch(json({ ok: 1 })),
      hooks,
      debug: (line) => lines.push(line),
    });
    expect((await transport.send(row(), NO_INPUT)).data).toEqual({ ok: 1 });
    expect(lines.join('\n')).toContain('hook onRequest threw: Error: oops');
  });
});

describe('the debug log', () => {
  it('has a line per event, without the key', async () => {
    const lines: string[] = [];
    const fetch = observeFetch(
      json({}, { status: 503 }),
      json({ answer: 42 }, { headers: { 'x-request-id': 'req_1' } }),
    );
    const { transport, clock } = setupTransport({ fetch, debug: (line) => lines.push(line) });
    await clock.drive(transport.send(POST, { ...NO_INPUT, body: { note: KEY } }));
    expect(lines).toEqual([
      expect.stringMatching(/^mixpeek -> POST https:\/\/api\.test\/v1\/things attempt=1 headers=.*body=/),
      'mixpeek <- 503 https://api.test/v1/things attempt=1 0 ms',
      'mixpeek retry things.create attempt=1 in 250 ms: status 503',
      expect.stringContaining('attempt=2'),
      'mixpeek <- 200 https://api.test/v1/things attempt=2 0 ms req_1 body={"answer":42}',
    ]);
    expect(lines.join('\n')).not.toContain(KEY);
  });
});
