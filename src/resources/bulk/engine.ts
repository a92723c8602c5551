import type { ResumeToken } from '../../call.js';
import { AbortError } from '../../errors.js';
import { backoffMs } from '../../transport/retry-delay.js';
import { createBatchReader } from './batch-reader.js';
import { cut, fits, halve, sizeOf, type Batch, type Part } from './batch.js';
import { createGate } from './gate.js';
import { createIdOwners } from './id-owners.js';
import { createLedger } from './ledger.js';
import { createLimits } from './limits.js';
import type { BulkPlan, BulkProgress } from './plan.js';
import { createRanges } from './ranges.js';
import { openSource } from './source.js';
import type { Verdict } from './verdict.js';
import { createWaitingLine } from './waiting-line.js';
import { createWindow } from './window.js';

/** A run under way. */
export interface Engine {
  /**
   * Resolves with the token that covers all of the run; `undefined` when the service gives none.
   * @throws AbortError with `bulk`; what the source or `report` threw; an error that no part would escape
   */
  readonly done: Promise<string | undefined>;
  pause(): void;
  resume(): void;
  progress(): BulkProgress;
  resumeToken(): ResumeToken;
}

/** Batches that are read and not reported, as a multiple of the window: what one slow batch may hold in memory. */
const OPEN_BATCHES = 8;

/** Reads, sends and reports until the source is used up. Whatever happens calls `proceed`, which decides what is next. */
export function startEngine<Item>(plan: BulkPlan<Item>): Engine {
  const { clock, random, signal } = plan;
  const done = createRanges(plan.resumeFrom);
  const limits = createLimits(plan.limit);
  const window = createWindow(plan.window);
  const gate = createGate(clock);
  const waiting = createWaitingLine<Item>();
  const owners = createIdOwners();
  const source = openSource(plan.source);
  const reader = createBatchReader({ source, limits, owners, done, toEntry: plan.toEntry });
  const ledger = createLedger<Item>({
    clock,
    done,
    owners,
    keepsFailures: plan.keepsFailures,
    report: plan.report,
    onReported: proceed,
    onFailure: halt,
  });

  /** Read, and not started. */
  let prepared: Batch<Item> | undefined;
  let batchesRead = 0;
  let isReading = false;
  let hasEnded = false;
  /** Nothing is sent beside the last batch: its token is to cover the others. */
  let isSealing = false;
  let mayClose = true;
  let inFlight = 0;
  let retries = 0;
  let cancelTimer: (() => void) | undefined;
  let stopped: { readonly reason: unknown } | undefined;
  let isOver = false;
  let settle: { resolve: (token: string | undefined) => void; reject: (error: unknown) => void };
  const outcome = new Promise<string | undefined>((resolve, reject) => {
    settle = { resolve, reject };
  });

  const room = (): number => (isSealing && ledger.wantsSeal ? 1 : window.limit) - inFlight;

  function proceed(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    if (isOver) return;
    if (stopped === undefined) {
      readAhead();
      startWhatMay();
      armTimer();
    }
    notify();
    if (inFlight === 0 && (stopped !== undefined || isUsedUp())) void finish();
  }

  function isUsedUp(): boolean {
    return hasEnded && prepared === undefined && waiting.length === 0;
  }

  function readAhead(): void {
    const isWanted = prepared === undefined && waiting.length <= window.limit && !gate.isPaused;
    const isBounded = batchesRead - ledger.reported <= OPEN_BATCHES * window.limit;
    if (!isWanted || !isBounded || isReading || hasEnded) return;
    isReading = true;
    void reader.read().then((batch) => {
      isReading = false;
      prepared = batch;
      if (batch !== undefined) batchesRead += 1;
      hasEnded = batch === undefined || batch.isLast;
      proceed();
    });
  }

  function startWhatMay(): void {
    while (gate.isOpen && room() > 0) {
      const part = waiting.take(clock.now()) ?? takePrepared() ?? takeClosing();
      if (part === undefined) return;
      void send(withinLimits(part));
      readAhead();
    }
  }

  function takePrepared(): Part<Item> | undefined {
    const batch = prepared;
    if (batch === undefined || waitsForAnother(batch)) return undefined;
    if (batch.isLast && ledger.wantsSeal && inFlight + waiting.length > 0) return undefined;
    isSealing = batch.isLast;
    prepared = undefined;
    return { batch, entries: batch.entries, tries: 0 };
  }

  function waitsForAnother({ after }: Batch<Item>): boolean {
    for (const { unsettled } of after) if (unsettled > 0) return true;
    return false;
  }

  /** Only when the last batch failed as a whole: otherwise its token covers the run. */
  function takeClosing(): Part<Item> | undefined {
    if (!mayClose || !isUsedUp() || inFlight > 0) return undefined;
    mayClose = false;
    return ledger.closingPart();
  }

  function withinLimits(part: Part<Item>): Part<Item> {
    if (fits(sizeOf(part.entries), limits.now)) return part;
    const [first = part, ...others] = cut(part, limits.now);
    for (const other of others) waiting.add(other, clock.now());
    return first;
  }

  async function send(part: Part<Item>): Promise<void> {
    inFlight += 1;
    if (part.tries > 0) retries += 1;
    const ticket = window.start(inFlight);
    const sentAfter = ledger.sent();
    const startedAt = clock.now();
    const items = part.entries.map(({ item }) => item as Item);
    try {
      const { token, waitMs } = await plan.send(items);
      window.succeeded(ticket, clock.now() - startedAt);
      ledger.acknowledge(part, sentAfter, token);
      if (waitMs !== undefined) gate.closeFor(waitMs);
    } catch (error) {
      const verdict = plan.judge(error, items);
      if (verdict.kind === 'again') {
        const latencyMs = clock.now() - startedAt;
        const isOverload = window.failed(ticket, { latencyMs, share: verdict.share });
        // Alone, a request that is told to wait holds back nothing but itself.
        if (isOverload && verdict.waitMs !== undefined) gate.closeFor(verdict.waitMs);
      }
      if (verdict.kind === 'stop') halt(error);
      else if (stopped === undefined) apply(verdict, error, { ...part, tries: part.tries + 1 });
    }
    inFlight -= 1;
    proceed();
  }

  function apply(verdict: Exclude<Verdict, { kind: 'stop' }>, error: unknown, part: Part<Item>): void {
    const now = clock.now();
    switch (verdict.kind) {
      case 'failed':
        ledger.fail(part, error);
        return;
      case 'again':
        if (part.tries >= plan.mostTries) ledger.fail(part, error);
        else waiting.add(part, now + (verdict.waitMs ?? backoffMs(part.tries, random())));
        return;
      case 'smaller':
        if (part.entries.length === 1) ledger.fail(part, error);
        else for (const piece of split(part, verdict)) waiting.add({ ...piece, tries: 0 }, now);
        return;
      case 'without': {
        const { faults } = verdict;
        for (const [index, own] of faults) ledger.fail({ ...part, entries: part.entries.slice(index, index + 1) }, own);
        const entries = part.entries.filter((_, index) => !faults.has(index));
        if (entries.length > 0) waiting.add({ ...part, entries, tries: 0 }, now);
      }
    }
  }

  function split(part: Part<Item>, named: Extract<Verdict, { kind: 'smaller' }>): Part<Item>[] {
    const size = sizeOf(part.entries);
    limits.learn(size, named);
    return fits(size, limits.now) ? halve(part) : cut(part, limits.now);
  }

  /** For what only time brings about. */
  function armTimer(): void {
    if (gate.isPaused || room() <= 0) return;
    const at = gate.opensAt ?? waiting.nextDueAt;
    if (at !== undefined) cancelTimer = clock.setTimeout(proceed, Math.max(0, at - clock.now()));
  }

  function notify(): void {
    try {
      plan.onChange();
    } catch (error) {
      halt(error);
    }
  }

  function halt(reason: unknown): void {
    if (stopped !== undefined) return;
    stopped = { reason };
    plan.onStop();
    source.close();
    proceed();
  }

  function abort(): void {
    // Everything is done, and only the reports are waited for.
    if (isOver) plan.onStop();
    else halt(new AbortError(undefined, { cause: signal?.reason }));
  }

  async function finish(): Promise<void> {
    isOver = true;
    await ledger.finish({ gaps: stopped !== undefined });
    signal?.removeEventListener('abort', abort);
    const failure = stopped ?? (reader.failure === undefined ? undefined : { reason: reader.failure.error });
    if (failure === undefined) settle.resolve(ledger.token);
    else settle.reject(failure.reason instanceof AbortError ? withStanding(failure.reason) : failure.reason);
  }

  function withStanding({ cause }: AbortError): AbortError {
    const { acknowledged, failed, prefix } = ledger;
    return new AbortError(`The run was aborted; ${acknowledged} items were acknowledged before.`, {
      cause,
      hint: 'Pass error.bulk.resumeToken as resumeFrom to go on where it stopped.',
      bulk: { acknowledged, failed, prefix, resumeToken: ledger.resumeToken() },
    });
  }

  signal?.addEventListener('abort', abort, { once: true });
  // Whoever starts it is to have it before anything happens.
  void Promise.resolve().then(() => {
    if (signal?.aborted === true) abort();
    else proceed();
  });

  return {
    done: outcome,
    pause: () => {
      gate.pause();
      notify();
    },
    resume: () => {
      if (!gate.isPaused) return;
      gate.resume();
      proceed();
    },
    progress: () => ({
      read: reader.taken,
      acknowledged: ledger.acknowledged,
      failed: ledger.failed,
      skipped: reader.skipped,
      bytes: Math.round(ledger.bytes),
      batches: ledger.reported,
      inFlight,
      window: window.limit,
      rate: ledger.rate,
      retries,
      paused: !gate.isOpen,
    }),
    resumeToken: ledger.resumeToken,
  };
}
