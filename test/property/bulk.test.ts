import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResumeToken } from '../../src/call.js';
import { AbortError } from '../../src/errors.js';
import { startEngine } from '../../src/resources/bulk/engine.js';
import type { Engine } from '../../src/resources/bulk/engine.js';
import { createBulkService, generator, judge } from '../helpers/bulk-service.js';
import type { BulkItem, Troubles } from '../helpers/bulk-service.js';
import { createManualClock } from '../helpers/clock.js';

interface Scenario {
  items: BulkItem[];
  isAsync: boolean;
  batchItems: number;
  batchBytes: number;
  window: { min: number; max: number };
  keepsFailures: boolean;
  troubles: Troubles;
}

const scenario: fc.Arbitrary<Scenario> = fc.record({
  items: fc
    .array(fc.record({ id: fc.nat(40), isBad: fc.boolean(), luck: fc.nat(9) }), { maxLength: 60, size: 'max' })
    .map((items) =>
      items.map(({ id, isBad, luck }, version) => ({ id: `d${id}`, version, isBad: isBad && luck === 0 })),
    ),
  isAsync: fc.boolean(),
  batchItems: fc.integer({ min: 1, max: 12 }),
  batchBytes: fc.integer({ min: 5, max: 200 }),
  window: fc.constantFrom({ min: 1, max: 1 }, { min: 3, max: 3 }, { min: 1, max: 32 }, { min: 2, max: 6 }),
  keepsFailures: fc.boolean(),
  troubles: fc.record({
    seed: fc.nat(),
    trouble: fc.constantFrom(0, 0.05, 0.3),
    lostAnswer: fc.constantFrom(0, 0.05, 0.3),
    rateLimit: fc.constantFrom(0, 0.05, 0.2),
    mostItems: fc.integer({ min: 1, max: 15 }),
  }),
});

interface Report {
  position: number;
  isWritten: boolean;
}

interface Start {
  engine: Engine;
  reports: Report[];
  service: ReturnType<typeof createBulkService>;
  clock: ReturnType<typeof createManualClock>;
}

function start(given: Scenario, more: { signal?: AbortSignal; resumeFrom?: ResumeToken } = {}): Start {
  const clock = createManualClock();
  const service = createBulkService(clock, given.troubles, more.signal);
  const reports: Report[] = [];
  const engine = startEngine<BulkItem>({
    source: given.isAsync ? inTurns(given.items) : given.items,
    limit: { items: given.batchItems, bytes: given.batchBytes },
    window: given.window,
    mostTries: 100,
    ...more,
    clock,
    random: generator(given.troubles.seed),
    toEntry: (item, position) => ({ position, item, id: item.id, bytes: 1 + (item.version % 9) }),
    send: (items) => service.send(items),
    judge,
    report: ({ entries }) => {
      for (const { position, error } of entries) reports.push({ position, isWritten: error === undefined });
    },
    keepsFailures: given.keepsFailures,
    onStop: () => undefined,
    onChange: () => undefined,
  });
  return { engine, reports, service, clock };
}

async function* inTurns(items: readonly BulkItem[]): AsyncGenerator<BulkItem> {
  for (const item of items) {
    await Promise.resolve();
    yield item;
  }
}

/** What the store holds when every good item was written in the order of the source. */
function newest(items: readonly BulkItem[]): Map<string, number> {
  return new Map(items.filter(({ isBad }) => !isBad).map(({ id, version }) => [id, version]));
}

const positionsIn = ({ done }: ResumeToken): number[] =>
  done.flatMap(([from, to]) => Array.from({ length: to - from }, (_, index) => from + index));

describe('a bulk run', () => {
  it('acknowledges or fails every item, reports them in order, keeps writes of an id in order, and ends with a token of all', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (given) => {
        const { engine, reports, service, clock } = start(given);
        const token = await clock.drive(engine.done);
        expect(reports).toEqual(given.items.map(({ version, isBad }) => ({ position: version, isWritten: !isBad })));
        const good = given.items.filter(({ isBad }) => !isBad).length;
        expect(engine.progress()).toMatchObject({ acknowledged: good, failed: given.items.length - good, inFlight: 0 });
        expect(service.stored).toEqual(newest(given.items));
        expect(service.mostUnderWay).toBeLessThanOrEqual(given.window.max);
        if (good > 0) expect(Number(token)).toBeGreaterThanOrEqual(service.covered);
        expect(clock.pending()).toEqual([]);
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  it('goes on from its token after an abort at any moment, and sends nothing twice that was acknowledged', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, fc.nat(3_000), async (given, afterMs) => {
        const controller = new AbortController();
        const first = start(given, { signal: controller.signal });
        first.clock.setTimeout(() => {
          controller.abort(new Error('enough'));
        }, afterMs);
        const error: unknown = await first.clock.drive(first.engine.done).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        if (error === undefined) return;
        expect(error).toBeInstanceOf(AbortError);
        const { bulk } = error as AbortError;
        if (bulk === undefined) throw new Error('The error does not say what was acknowledged.');

        const written = first.reports.filter(({ isWritten }) => isWritten).map(({ position }) => position);
        const positions = first.reports.map(({ position }) => position);
        expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
        const done = positionsIn(bulk.resumeToken);
        // A batch that was acknowledged in part has no report yet.
        expect(done).toEqual(expect.arrayContaining(written));
        expect(done.filter((position) => position < bulk.prefix)).toHaveLength(bulk.prefix);
        expect(done).not.toContain(bulk.prefix);
        for (const position of done) {
          const item = given.items[position];
          if (item?.isBad === true) expect(given.keepsFailures).toBe(true);
          else expect(first.service.stored.has(item?.id ?? '')).toBe(true);
        }

        const token = JSON.parse(JSON.stringify(bulk.resumeToken)) as ResumeToken;
        const second = start(given, { resumeFrom: token });
        await second.clock.drive(second.engine.done);
        const later = second.reports.map(({ position }) => position);
        expect([...done, ...later].sort((a, b) => a - b)).toEqual(given.items.map(({ version }) => version));
        const resent = second.service.sent.flat();
        const closing = second.service.sent.at(-1) ?? [];
        expect(resent.filter((version) => done.includes(version) && !closing.includes(version))).toEqual([]);
        expect(second.engine.progress().skipped).toBe(done.length);
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});
