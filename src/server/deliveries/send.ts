import type { JobContext, JobStep, Services } from '../context.js';
import { publishEvent } from '../events/publish.js';
import { isoTime } from '../iso-time.js';
import { textOf } from '../json-object.js';
import { DELIVERY_FAILED } from '../notifications/compose.js';
import { Problem } from '../problem.js';
import type { DeliveryAttempt, DeliveryRecord } from '../records.js';
import type { JobTable } from '../resolvers/table.js';

/** Attempts before a delivery is given up: the last one 21 minutes after the first. */
export const MAX_ATTEMPTS = 8;
const FIRST_DELAY_MS = 10_000;
/** Ended deliveries that are kept to be looked at. */
const KEPT = 5_000;

/** Time from the end of the attempt with this number, from 1, to the next: 10 s, doubled each time. */
export const retryDelayMs = (attempt: number): number => FIRST_DELAY_MS * 2 ** (attempt - 1);

export const deliveryJobs = {
  'deliveries.send': ({ payload }, context) => {
    const { state, tx, services } = context;
    const delivery = state.get('deliveries', textOf(payload, 'delivery_id'));
    if (delivery?.status !== 'pending') return;
    if (isOrphan(delivery, context)) {
      tx.put('deliveries', ended(delivery, 'canceled', services));
      return;
    }
    if (delivery.started >= MAX_ATTEMPTS) {
      tx.put('deliveries', ended(delivery, 'failed', services));
      return;
    }
    const attempt = delivery.started + 1;
    // Should this attempt be cut off, it is made again after this; its end brings it forward or removes it.
    const again = services.clock.now() + delivery.request.timeout_ms + retryDelayMs(attempt);
    tx.put('deliveries', { ...delivery, started: attempt, next_attempt_at: isoTime(again) });
    scheduleAttempt(delivery.id, { attempt: attempt + 1, dueAt: again }, context);
    tx.afterCommit((signal) => attemptDelivery({ ...delivery, started: attempt }, { services, signal }));
  },
} satisfies JobTable;

/** One job for each attempt, under a name of its own, so that it can be moved and removed. */
function scheduleAttempt(
  deliveryId: string,
  { attempt, dueAt }: { attempt: number; dueAt: number },
  { tx }: JobContext,
): void {
  const id = attemptJobId(deliveryId, attempt);
  tx.put('jobs', { id, kind: 'deliveries.send', due_at: dueAt, payload: { delivery_id: deliveryId } });
}

const attemptJobId = (deliveryId: string, attempt: number): string => `job_${deliveryId}_${attempt}`;

/** A webhook that was deleted, or switched off, is told nothing more. */
function isOrphan({ source }: DeliveryRecord, { state }: JobContext): boolean {
  return source.type === 'webhook' && state.get('webhooks', source.id)?.is_active !== true;
}

async function attemptDelivery(
  delivery: DeliveryRecord,
  { services, signal }: { services: Services; signal: AbortSignal },
): Promise<JobStep> {
  const at = isoTime(services.clock.now());
  const start = performance.now();
  const { url, headers, body, timeout_ms: timeoutMs } = delivery.request;
  let status: number | null = null;
  let error: string | null = null;
  let final = false;
  try {
    const answer = await services.outbound(url, { method: 'POST', headers, body, timeoutMs, signal, statusOnly: true });
    status = answer.status;
    if (status < 200 || status > 299) error = `The receiver answered ${status}.`;
  } catch (cause) {
    error = describe(cause, timeoutMs);
    // An address that this server never reaches is not tried again.
    final = cause instanceof Problem;
  }
  const made = { at, status, error, duration_ms: performance.now() - start };
  return (context) => settle(delivery, { made, final }, context);
}

function settle(
  { id, started }: DeliveryRecord,
  { made, final }: { made: DeliveryAttempt; final: boolean },
  context: JobContext,
): void {
  const { state, tx, services } = context;
  const delivery = state.get('deliveries', id);
  // A later attempt may have been made meanwhile, on a clock that was moved.
  if (delivery?.status !== 'pending') return;
  const known = { ...delivery, attempts: [...delivery.attempts, made] };
  const isOver = made.error === null || final || started >= MAX_ATTEMPTS;
  if (isOver) {
    tx.delete('jobs', attemptJobId(id, delivery.started + 1));
    tx.put('deliveries', ended(known, made.error === null ? 'delivered' : 'failed', services));
    if (made.error !== null) tellFailure(known, made.error, context);
    forgetOld(context);
    return;
  }
  if (delivery.started > started) {
    tx.put('deliveries', known);
    return;
  }
  const dueAt = services.clock.now() + retryDelayMs(started);
  scheduleAttempt(id, { attempt: started + 1, dueAt }, context);
  tx.put('deliveries', { ...known, next_attempt_at: isoTime(dueAt), updated_at: isoTime(services.clock.now()) });
}

function tellFailure({ id, event_type: eventType, source }: DeliveryRecord, error: string, context: JobContext): void {
  publishEvent(context, {
    type: DELIVERY_FAILED,
    namespaceId: null,
    subject: { type: 'delivery', id },
    metadata: { delivery_id: id, event_type: eventType, source_type: source.type, source_id: source.id, error },
  });
}

const ended = (delivery: DeliveryRecord, status: DeliveryRecord['status'], { clock }: Services): DeliveryRecord => ({
  ...delivery,
  status,
  next_attempt_at: null,
  updated_at: isoTime(clock.now()),
});

function forgetOld({ state, tx }: JobContext): void {
  if (state.count('deliveries') <= KEPT) return;
  const over = state.ids('deliveries', ({ status }) => status !== 'pending');
  for (const id of over.slice(0, Math.max(0, over.length - KEPT / 2))) tx.delete('deliveries', id);
}

function describe(cause: unknown, timeoutMs: number): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === 'TimeoutError') return `No answer within ${timeoutMs} ms.`;
  // Platforms say what went wrong in the cause: "fetch failed" alone helps nobody.
  const reason = cause.cause instanceof Error ? cause.cause : undefined;
  const detail = reason === undefined ? '' : `: ${reason.message === '' ? codeOf(reason) : reason.message}`;
  return `${cause.message}${detail}`;
}

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : error.name);
