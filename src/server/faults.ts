import type { Operation } from '../operation.js';
import { badRequest } from './problem.js';
import { createRandom } from './random.js';

/** What goes wrong, and when. The first rule that fires decides. */
export interface FaultRule {
  /** Operation id, `retrievers.*` for a resource and everything below, or absent for every operation. */
  operation?: string;
  /** The first matching request that is hit, counted from 1. Default 1. */
  nth?: number;
  /** How many requests are hit. Default 1; without end when `probability` is set. */
  times?: number;
  /** Chance from 0 to 1 that a request which would be hit is hit, drawn from the instance's seed. Default 1. */
  probability?: number;
  /** Waits this long before going on, in real time. */
  latencyMs?: number;
  /** Answers with this status instead of processing the request. */
  status?: number;
  /** Error type of that answer. Default: the usual one of the status. */
  type?: string;
  /** Error code of that answer. Default: none. */
  code?: string;
  /** Error message of that answer. Default: says that a fault rule made it. */
  message?: string;
  /** `Retry-After` of that answer, in seconds. */
  retryAfter?: number;
  /** Breaks the connection: before the request is processed (`true`), or after, when the answer is lost. */
  reset?: boolean | 'before' | 'after';
  /** Breaks the connection within the answer's body: after this many bytes, or halfway (`true`). */
  truncate?: boolean | number;
}

/** A rule and how often it has met its requests. */
export interface FaultReport {
  readonly id: number;
  readonly rule: FaultRule;
  /** Requests that the rule's operation matched. */
  readonly matched: number;
  /** Requests that it hit. */
  readonly fired: number;
}

/** Failures to order, for tests of what a client does about them. */
export interface Faults {
  /** Adds a rule and returns its id. Throws a Problem that names a wrong field. */
  add(rule: FaultRule): number;
  /** Takes a rule out; `false` when there is none with this id. */
  remove(id: number): boolean;
  list(): FaultReport[];
  clear(): void;
}

export interface FaultSource extends Faults {
  /** The rule that hits this request, if one does. */
  next(operation: Operation): FaultRule | undefined;
}

interface Entry {
  id: number;
  rule: FaultRule;
  matched: number;
  fired: number;
}

export function createFaults(seed: number): FaultSource {
  let entries: Entry[] = [];
  let lastId = 0;
  let random = createRandom(seed);

  return {
    add(rule) {
      checkRule(rule);
      entries.push({ id: ++lastId, rule: { ...rule }, matched: 0, fired: 0 });
      return lastId;
    },
    remove(id) {
      const before = entries.length;
      entries = entries.filter((entry) => entry.id !== id);
      return entries.length < before;
    },
    list: () => entries.map(({ id, rule, matched, fired }) => ({ id, rule: { ...rule }, matched, fired })),
    clear() {
      entries = [];
      random = createRandom(seed);
    },
    next(operation) {
      for (const entry of entries) {
        const { rule } = entry;
        if (!matches(rule.operation, operation.id)) continue;
        entry.matched += 1;
        const times = rule.times ?? (rule.probability === undefined ? 1 : Infinity);
        if (entry.matched < (rule.nth ?? 1) || entry.fired >= times) continue;
        if (rule.probability !== undefined && random() >= rule.probability) continue;
        entry.fired += 1;
        return rule;
      }
      return undefined;
    },
  };
}

function matches(pattern: string | undefined, id: string): boolean {
  if (pattern === undefined || pattern === '*') return true;
  return pattern.endsWith('.*') ? id.startsWith(pattern.slice(0, -1)) : id === pattern;
}

type FieldCheck = { readonly allowed: string; readonly ok: (value: unknown) => boolean };

const isInteger =
  (from: number, to = Infinity) =>
  (value: unknown) =>
    typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;
const isNumber =
  (from: number, to = Infinity) =>
  (value: unknown) =>
    typeof value === 'number' && value >= from && value <= to;
const text: FieldCheck = { allowed: 'a string', ok: (value) => typeof value === 'string' };

const FIELDS = {
  operation: text,
  nth: { allowed: 'an integer of 1 or more', ok: isInteger(1) },
  times: { allowed: 'an integer of 1 or more', ok: (value) => value === Infinity || isInteger(1)(value) },
  probability: { allowed: 'a number from 0 to 1', ok: isNumber(0, 1) },
  latencyMs: { allowed: 'a number of 0 or more', ok: isNumber(0, 2 ** 31 - 1) },
  status: { allowed: 'an HTTP status from 400 to 599', ok: isInteger(400, 599) },
  type: text,
  code: text,
  message: text,
  retryAfter: { allowed: 'a number of 0 or more', ok: isNumber(0) },
  reset: {
    allowed: 'a boolean, "before" or "after"',
    ok: (v) => typeof v === 'boolean' || v === 'before' || v === 'after',
  },
  truncate: { allowed: 'a boolean or a number of bytes', ok: (v) => typeof v === 'boolean' || isInteger(0)(v) },
} as const satisfies Record<keyof FaultRule, FieldCheck>;

function checkRule(rule: FaultRule): void {
  const checks: Readonly<Record<string, FieldCheck | undefined>> = FIELDS;
  for (const [name, value] of Object.entries(rule)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined) {
      const known = Object.keys(FIELDS).join(', ');
      throw badRequest('invalid_fault', `A fault rule has no field "${name}". Known fields: ${known}.`);
    }
    if (value !== undefined && !check.ok(value)) {
      throw badRequest(
        'invalid_fault',
        `The field "${name}" of a fault rule is ${JSON.stringify(value)}; it takes ${check.allowed}.`,
      );
    }
  }
  const effects = [rule.latencyMs, rule.status, rule.reset, rule.truncate];
  if (effects.every((effect) => effect === undefined || effect === false)) {
    throw badRequest('invalid_fault', 'A fault rule needs an effect: latencyMs, status, reset or truncate.');
  }
}
