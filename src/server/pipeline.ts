import type { JsonObject, JsonValue } from '../internal/json.js';
import type { Operation } from '../operation.js';
import type { Authenticate } from './authenticate.js';
import { createAfterRequest } from './audit/after-request.js';
import { recordChange, type AuditedRequest } from './audit/recorder.js';
import { checkPermission, checkScopes } from './authorize.js';
import { checkSpendingCap } from './billing/spending-cap.js';
import type { Commit } from './commit.js';
import { ANONYMOUS } from './caller.js';
import type { Caller, ResolverResult, Services } from './context.js';
import { answerPreflight, corsHeaders } from './cors.js';
import { createContext } from './create-context.js';
import type { Decode, Decoded } from './decode.js';
import { encodeEvents, encodeJson, encodeNamedEvents, encodeProblem, encodeText, toJsonText } from './encode.js';
import { toProblem } from './to-problem.js';
import { ConnectionReset, type Incoming, type Outgoing } from './exchange.js';
import type { FaultRule, FaultSource } from './faults.js';
import { findNamespace } from './find-namespace.js';
import type { JobRunner } from './jobs.js';
import { isJsonObject } from './json-object.js';
import { isWriter } from './is-writer.js';
import { injectAfter, injectBefore } from './inject-fault.js';
import type { JournalEntry } from './journal.js';
import type { Timer } from './keep-alive.js';
import type { Mutex } from './mutex.js';
import type { Spool } from './platform/platform.js';
import { Problem } from './problem.js';
import type { RateLimiter } from './rate-limit.js';
import type { ResolverEntry, ResolverTable } from './resolvers/table.js';
import type { Route, Router } from './router.js';
import { resolveReference, type DocumentSchemas } from './schemas.js';
import type { State } from './state.js';
import { createTransaction, type StagedTransaction } from './transaction.js';
import type { Validation } from './validate.js';
import { refuseOtherThanCatalog } from './subscription-keys.js';
import type { WriteTokens } from './write-token.js';

export interface PipelineParts {
  readonly router: Router;
  readonly resolvers: ResolverTable;
  readonly schemas: DocumentSchemas;
  readonly faults: FaultSource;
  readonly authenticate: Authenticate;
  readonly rateLimiter: RateLimiter;
  readonly decode: Decode;
  readonly validation: Validation;
  readonly writeTokens: WriteTokens;
  readonly runDueJobs: JobRunner['runDue'];
  readonly state: State;
  readonly services: Services;
  readonly commit: Commit;
  readonly exclusively: Mutex;
  readonly requestId: () => string;
  readonly record: (entry: JournalEntry) => void;
  readonly log: (message: string) => void;
  readonly timer: Timer;
  readonly strict: boolean;
  readonly checkResponses: boolean;
}

export type Pipeline = (incoming: Incoming) => Promise<Outgoing>;

/** What is known of a request by the time it is answered, whatever the answer. */
interface Exchange {
  readonly headers: Record<string, string>;
  readonly spools: Spool[];
  /** Made when something is staged: reads rarely do. */
  transaction: StagedTransaction | undefined;
  operation: Operation | undefined;
  fault: FaultRule | undefined;
  namespaceId: string | null;
  caller: Caller;
  /** For the audit log, once the caller is known. */
  audited: AuditedRequest | undefined;
}

export function createPipeline(parts: PipelineParts): Pipeline {
  const afterRequest = createAfterRequest(parts);
  const commit = (exchange: Exchange): Promise<void> | undefined =>
    exchange.transaction === undefined ? undefined : parts.commit(exchange.transaction);

  /** In the transaction of the change itself: both are kept, or neither. */
  const audit = (exchange: Exchange, result: ResolverResult): void => {
    if (exchange.audited === undefined) return;
    const tx = (exchange.transaction ??= createTransaction(parts.services.id));
    const stage = { state: parts.state, services: parts.services, tx };
    recordChange(exchange.audited, { staged: tx.staged(), answer: 'body' in result ? result.body : null, stage });
  };

  const answer = async (incoming: Incoming, exchange: Exchange): Promise<Outgoing> => {
    const { method, target } = incoming;
    const preflight = answerPreflight({ method, pathname: target.pathname }, exchange.headers);
    if (preflight !== undefined) return preflight;
    const { operation, path } = findRoute(parts.router, incoming);
    exchange.operation = operation;
    exchange.fault = parts.faults.next(operation);
    if (exchange.fault !== undefined) await injectBefore(exchange.fault, incoming.signal);

    const isPublic = operation.public === true;
    const caller = isPublic ? ANONYMOUS : parts.authenticate(incoming.headers);
    exchange.caller = caller;
    if (!isPublic) {
      exchange.audited = toAudited(incoming, { operation, path, exchange });
      Object.assign(exchange.headers, parts.rateLimiter.take(caller));
      checkPermission(operation, caller);
    }
    checkSpendingCap(operation, parts);
    const entry = findResolver(parts, operation);
    refuseOtherThanCatalog(operation, caller);

    // Most reads wait for nothing: what is there already is not awaited, and costs no turn of the queue.
    const decoding = parts.decode(incoming, operation, exchange.spools);
    const decoded = decoding instanceof Promise ? await decoding : decoding;
    const jobs = parts.runDueJobs();
    if (jobs !== undefined) await jobs;
    exchange.namespaceId = findNamespace(operation, { path, incoming, state: parts.state })?.id ?? null;
    if (!isPublic) checkScopes(operation, caller, { path, namespaceId: exchange.namespaceId, state: parts.state });
    const body = decoded.body ?? emptyBody(parts, operation, decoded);
    const validating = parts.validation.request(operation, { path, query: decoded.query, body });
    if (validating !== undefined) await validating;
    decoded.placeVectors?.();

    if (!isPublic) exchange.audited = toAudited(incoming, { operation, path, exchange, body });

    const input = { operation, path, incoming, caller, exchange, decoded, body };
    if (entry.prepare !== undefined) await entry.prepare(createContext(parts, input));
    // Made when the turn has come: another writer may have deleted the namespace while this one waited.
    const resolve = () => entry.resolve(createContext(parts, input));
    const write = async (): Promise<ResolverResult> => {
      const resolved = await resolve();
      audit(exchange, resolved);
      await commit(exchange);
      return resolved;
    };
    const result = await (isWriter(operation) ? parts.exclusively(write) : resolve());
    // What a read stages is a new record of itself: it conflicts with no writer, so it waits for none.
    const committing = commit(exchange);
    if (committing !== undefined) await committing;

    const head = { status: statusOf(parts, operation), headers: { ...exchange.headers, ...result.headers } };
    if ('events' in result) {
      return encodeEvents(
        head,
        endingWith(result.events, async () => commit(exchange)),
        parts.timer,
      );
    }
    if ('namedEvents' in result) {
      return encodeNamedEvents(
        head,
        endingWith(result.namedEvents, async () => commit(exchange)),
        parts.timer,
      );
    }
    if ('text' in result) return encodeText(head, result.text);
    const answered = { ...head, status: result.status ?? head.status };
    if (parts.checkResponses && answered.status < 300) {
      await parts.validation.response(operation, JSON.parse(toJsonText(result.body ?? null)));
    }
    return encodeJson(answered, result.body);
  };

  return async (incoming) => {
    const requestId = parts.requestId();
    const startedAt = performance.now();
    const exchange: Exchange = {
      headers: { ...corsHeaders(incoming.target.pathname), 'X-Request-ID': requestId },
      spools: [],
      transaction: undefined,
      operation: undefined,
      fault: undefined,
      namespaceId: null,
      caller: ANONYMOUS,
      audited: undefined,
    };
    let status: number | undefined;
    try {
      let outgoing: Outgoing;
      try {
        outgoing = await answer(incoming, exchange);
      } catch (error) {
        if (error instanceof ConnectionReset || incoming.signal.aborted) throw error;
        outgoing = encodeProblem(toProblem(error, parts.log), exchange.headers);
      }
      const sent = exchange.fault === undefined ? outgoing : injectAfter(exchange.fault, outgoing);
      status = sent.status;
      return sent;
    } finally {
      for (const spool of exchange.spools) await spool.discard();
      const { method, target, headers } = incoming;
      const at = parts.services.clock.now();
      parts.services.meter.record({
        at,
        kind: 'request',
        operation: exchange.operation?.id,
        namespaceId: exchange.namespaceId,
        keyId: exchange.caller.keyId,
        status,
        durationMs: performance.now() - startedAt,
      });
      parts.record({
        at,
        requestId,
        operation: exchange.operation?.id,
        method,
        path: target.pathname + target.search,
        headers,
        status,
      });
      const remembering = exchange.audited === undefined ? undefined : afterRequest(exchange.audited, status);
      if (remembering !== undefined) await remembering;
    }
  };
}

function toAudited(
  { headers }: Incoming,
  request: Pick<AuditedRequest, 'operation' | 'path'> & { exchange: Exchange; body?: unknown },
): AuditedRequest {
  const { exchange, operation, path, body } = request;
  return {
    operation,
    path,
    body: isJsonObject(body as JsonValue) ? (body as JsonObject) : {},
    namespaceId: exchange.namespaceId,
    caller: exchange.caller,
    userAgent: headers['user-agent'] ?? null,
    requestId: exchange.headers['X-Request-ID'] ?? '',
  };
}

/** What stands for a body that was not sent: nothing where one is required, else whatever lets defaults be filled in. */
function emptyBody({ schemas }: PipelineParts, { id, body }: Operation, { lines }: Decoded): unknown {
  if (body?.required === true && lines === undefined) return undefined;
  const { type } = resolveReference(schemas.operations[id]?.body, schemas.components);
  return Array.isArray(type) && type.includes('null') && !type.includes('object') ? null : {};
}

function findRoute(router: Router, { method, target: { pathname } }: Incoming): Route {
  const match = router.match(method, pathname);
  if (match.kind === 'found') return match.route;
  if (match.kind === 'none') {
    throw new Problem({
      status: 404,
      code: 'unknown_route',
      message: `No operation is at ${method} ${pathname}. GET /__mixpeek/coverage lists all of them.`,
    });
  }
  const allowed = match.allowed.join(', ');
  throw new Problem({
    status: 405,
    message: `${pathname} does not take ${method}; it takes ${allowed}.`,
    headers: { Allow: allowed },
  });
}

function findResolver({ resolvers, strict }: PipelineParts, { id }: Operation): ResolverEntry {
  const entry = Object.hasOwn(resolvers, id) ? resolvers[id] : undefined;
  if (entry === undefined) {
    throw new Problem({ status: 501, code: 'not_implemented', message: `This server does not implement ${id} yet.` });
  }
  if (strict && entry.fidelity === 'shape') {
    throw new Problem({
      status: 501,
      code: 'shape_only',
      message: `Of ${id} only the form is right here, and the server is strict. Start it without strict to get that form.`,
    });
  }
  return entry;
}

function statusOf({ schemas }: PipelineParts, { id }: Operation): number {
  return schemas.operations[id]?.status ?? 200;
}

async function* endingWith<Event>(events: AsyncIterable<Event>, end: () => Promise<void>): AsyncGenerator<Event> {
  try {
    yield* events;
  } finally {
    await end();
  }
}
