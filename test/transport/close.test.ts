import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createInFlight } from '../../src/transport/in-flight.js';
import { reply, startServer } from '../helpers/http-server.js';

const CHILD = fileURLToPath(new URL('close-child.ts', import.meta.url));

describe('a closed client', () => {
  it.each([
    ['unused', []],
    ['used', [{ a: 'd' }]],
    ['using', [{ a: 'd' }]],
    ['busy', [{ a: 'slow' }, { a: 'slow' }]],
    ['retrying', [{ a: 'fails-once' }]],
    ['streaming', [{ event_type: 'a' }, { event_type: 'b' }]],
    ['left', [{ event_type: 'a' }]],
    ['extras', [{ a: 'd' }, { a: 'd' }, { a: 'd' }]],
    ['again', [{ a: 'd' }]],
  ])('has finished its calls and keeps no process alive: %s', async (way, outcomes) => {
    let failures = 0;
    const slow: (() => void)[] = [];
    const server = await startServer((request, response) => {
      const id = request.url?.split('/').pop() ?? '';
      if (request.url?.includes('/retrievers/')) {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: {"event_type":"a"}\n\n');
        if (!request.url.includes('endless'))
          setImmediate(() => response.end('data: {"event_type":"b"}\n\ndata: [DONE]\n\n'));
      } else if (id === 'fails-once' && failures++ === 0) reply(response, {}, 503);
      else if (id === 'slow') {
        slow.push(() => {
          reply(response, { a: id });
        });
        if (slow.length === 2) for (const answer of slow) answer();
      } else reply(response, { a: id });
    });
    // Ends by itself: whatever kept it alive would make it run into the limit.
    const run = await promisify(execFile)(process.execPath, ['--import', 'tsx', CHILD, server.url, way], {
      timeout: 20_000,
    });
    expect(JSON.parse(run.stdout)).toEqual({ outcomes, left: [] });
  });
});

describe('calls under way', () => {
  it('are awaited if they began before, not if they began after', async () => {
    const calls = createInFlight();
    const [leave, leaveToo] = [calls.enter(), calls.enter()];
    const ended = calls.ended();
    calls.enter();
    let hasEnded = false;
    void ended.then(() => {
      hasEnded = true;
    });
    leave();
    await Promise.resolve();
    expect(hasEnded).toBe(false);
    leaveToo();
    await ended;
  });

  it('are none at first', async () => {
    await expect(createInFlight().ended()).resolves.toBeUndefined();
  });
});
