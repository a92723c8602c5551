import type { JsonObject } from '../internal/json.js';
import { readAll } from './bytes.js';
import type { ServerClock } from './clock.js';
import type { Coverage } from './coverage.js';
import { encodeJson } from './encode.js';
import type { Incoming, Outgoing } from './exchange.js';
import type { Faults } from './faults.js';
import { parseJsonBody } from './json-text.js';
import type { JournalEntry } from './journal.js';
import { badRequest, Problem } from './problem.js';
import { isSchema } from './schemas.js';
import type { Target } from './target.js';

/** What the instance offers to whoever runs it, under `/__mixpeek/`. No key is asked for: serve it to yourself only. */
export interface AdminParts {
  readonly version: string;
  readonly clock: ServerClock;
  readonly faults: Faults;
  readonly coverage: () => Coverage;
  readonly reset: () => Promise<void>;
  readonly requests: () => readonly JournalEntry[];
  readonly deliveries: () => Promise<readonly JsonObject[]>;
  readonly outbox: () => Promise<readonly JsonObject[]>;
}

export const ADMIN_PREFIX = '/__mixpeek/';

type AdminHandler = (body: Readonly<Record<string, unknown>>, target: Target) => unknown;

const MAX_BODY_BYTES = 1024 * 1024;

export function createAdmin(parts: AdminParts): (incoming: Incoming) => Promise<Outgoing> {
  const { clock, faults } = parts;
  const showClock = () => ({ now: clock.now(), iso: new Date(clock.now()).toISOString() });

  const routes: Readonly<Record<string, AdminHandler>> = {
    'GET health': () => ({ status: 'ok', version: parts.version, ...showClock() }),
    'GET coverage': () => parts.coverage(),
    'GET requests': () => ({ requests: parts.requests() }),
    'GET deliveries': async () => ({ deliveries: await parts.deliveries() }),
    'GET outbox': async () => ({ mails: await parts.outbox() }),
    'GET clock': showClock,
    'GET faults': () => ({ faults: faults.list() }),
    async 'POST reset'() {
      await parts.reset();
      return { status: 'reset' };
    },
    'POST clock'(body) {
      moveClock(clock, body);
      return showClock();
    },
    // `add` checks every field.
    'POST faults': (body) => ({ id: faults.add(body) }),
    'DELETE faults'(_body, { search }) {
      const id = new URLSearchParams(search).get('id');
      if (id === null) faults.clear();
      else if (!faults.remove(Number(id))) throw badRequest('unknown_fault', `No fault rule has the id "${id}".`);
      return { faults: faults.list() };
    },
  };

  return async ({ method, target, body }) => {
    const name = target.pathname.slice(ADMIN_PREFIX.length).replace(/\/$/, '');
    const key = `${method} ${name}`;
    const handler = Object.hasOwn(routes, key) ? routes[key] : undefined;
    if (handler === undefined) {
      const known = Object.keys(routes).map((route) => route.replace(' ', ` ${ADMIN_PREFIX}`));
      throw new Problem({
        status: 404,
        message: `${method} ${target.pathname} is not here. There are ${known.join(', ')}.`,
      });
    }
    return encodeJson({ status: 200, headers: {} }, await handler(await readObject(body), target));
  };
}

async function readObject(body: Incoming['body']): Promise<Readonly<Record<string, unknown>>> {
  const bytes = body === undefined ? undefined : await readAll(body, MAX_BODY_BYTES);
  if (bytes === undefined || bytes.length === 0) return {};
  const value = parseJsonBody(new TextDecoder().decode(bytes));
  if (!isSchema(value)) throw badRequest('invalid_body', 'The body must be a JSON object.');
  return value;
}

function moveClock(clock: ServerClock, body: Readonly<Record<string, unknown>>): void {
  const { advance_ms: advance, set } = body;
  const isTime = typeof set === 'string' || typeof set === 'number';
  if (
    (advance === undefined) === (set === undefined) ||
    (advance !== undefined && typeof advance !== 'number') ||
    (set !== undefined && !isTime)
  ) {
    throw badRequest(
      'invalid_clock',
      'Send either {"advance_ms": <milliseconds>} or {"set": <ISO string or milliseconds since 1970>}.',
    );
  }
  try {
    if (typeof advance === 'number') clock.advance(advance);
    else if (isTime) clock.set(set);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw badRequest('invalid_clock', error.message);
  }
}
