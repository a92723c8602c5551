import { AbortError, ApiError, ConnectionError, isMixpeekError } from '../errors.js';
import type { MixpeekError } from '../errors.js';
import { connectionCode, isCertificateCode } from './connection-code.js';
import { readErrorBody } from './error-body.js';
import { hintFor } from './hints.js';
import type { Call } from './middleware.js';
import type { Redactor } from './redact.js';
import { readRetryAfter } from './retry-delay.js';
import { isRetryableStatus } from './retry-policy.js';
import type { HeaderReader, SentResponse } from './sender.js';

interface FailureContext {
  readonly call: Call;
  readonly redactor: Redactor;
}

/** A refusal's status, headers and body text -> `ApiError`. */
export function toApiError(sent: SentResponse, text: string, context: FailureContext & { nowMs: number }): ApiError {
  const { call, redactor } = context;
  const { status } = sent;
  const body = readErrorBody(text);
  const retryAfter = readRetryAfter(sent.headers, body.details, context.nowMs);
  const type = body.type ?? typeOf(status);
  const retryable = isRetryableStatus(status, { retryClass: call.row.retry, type: body.type, retryAfter });
  const hint = hintFor({ status, body, namespace: call.namespace, retryAfter, origin: new URL(call.url).origin });
  return new ApiError(redactor.text(`${call.row.id}: ${status} ${body.message ?? type}`), {
    status,
    type,
    code: body.code,
    details: redactor.data(body.details) as Readonly<Record<string, unknown>> | undefined,
    fieldErrors: body.fieldErrors.map((field) => ({ ...field, message: redactor.text(field.message) })),
    requestId: readRequestId(sent.headers),
    retryable,
    retryAfter,
    hint: retryable && call.source?.replayable === false ? `${hint ?? ''} ${ONE_SHOT_HINT}`.trim() : hint,
    attempts: call.attempts.length + 1,
    operation: call.row.id,
  });
}

/** A redirect is never followed: it would carry the key to wherever it points. */
export function toRedirectError(sent: SentResponse, context: FailureContext): ApiError {
  const { call } = context;
  const origin = new URL(call.url).origin;
  const location = sent.headers.get('location');
  const target = location === null ? undefined : parseUrl(location, call.url);
  const where = target === undefined ? 'elsewhere' : target.origin === origin ? target.pathname : target.origin;
  const hint =
    target === undefined || target.origin === origin
      ? 'Redirects are not followed, since they would carry the key along. Set baseUrl to the address of the service itself.'
      : `Redirects are not followed, since they would carry the key along. If ${target.origin} is the service, set baseUrl to it.`;
  return new ApiError(`${call.row.id}: ${origin} redirects to ${where}.`, {
    status: sent.status,
    type: 'RedirectError',
    requestId: readRequestId(sent.headers),
    hint,
    attempts: call.attempts.length + 1,
    operation: call.row.id,
  });
}

/** Whatever a sender or a body reader threw -> an error of this package. */
export function toFailure(error: unknown, context: FailureContext): MixpeekError {
  const own = findOwn(error);
  if (own !== undefined) return own;
  const { call, redactor } = context;
  const { origin } = new URL(call.url);
  const attempts = call.attempts.length + 1;
  const code = connectionCode(error);
  const cause = toSafeCause(error, redactor);
  if (/redirect/i.test(`${cause.message} ${toSafeCause(cause.cause, redactor).message}`)) {
    return new ConnectionError(`${call.row.id}: ${origin} answered with a redirect, which is not followed.`, {
      cause,
      attempts,
      hint: 'Set baseUrl to the address of the service itself.',
    });
  }
  const during = call.phase === 'body' ? 'The answer broke off' : 'The connection failed';
  const reason = code ?? (cause.message === '' ? cause.name : cause.message);
  return new ConnectionError(`${call.row.id}: ${during} at ${origin} (${reason}).`, {
    cause,
    attempts,
    hint: connectionHint(code, origin, call),
  });
}

/** The reason of a caller's signal -> `AbortError`. */
export function toAbortError(reason: unknown): AbortError {
  return new AbortError(undefined, { cause: reason });
}

const REQUEST_ID_HEADERS = ['x-request-id', 'request-id', 'x-correlation-id', 'x-amzn-requestid', 'cf-ray'];

export function readRequestId(headers: HeaderReader): string | undefined {
  for (const name of REQUEST_ID_HEADERS) {
    const value = headers.get(name);
    if (value !== null && value !== '') return value;
  }
  return undefined;
}

const ONE_SHOT_HINT =
  'The body could be read only once, so it was sent once; pass a path, bytes or an open function to allow retries.';

function connectionHint(code: string | undefined, origin: string, call: Call): string | undefined {
  if (isCertificateCode(code))
    return 'The certificate was not accepted. Set NODE_EXTRA_CA_CERTS to a PEM file that holds its issuer.';
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The name did not resolve. Check baseUrl (${origin}) and the network.`;
    case 'ECONNREFUSED':
      return `Nothing listens at ${origin}. Check baseUrl, or start a local server with \`mixpeek serve\`.`;
    default:
      return call.source?.replayable === false ? ONE_SHOT_HINT : undefined;
  }
}

const TYPES: Readonly<Record<number, string>> = {
  400: 'BadRequestError',
  401: 'UnauthorizedError',
  403: 'ForbiddenError',
  404: 'NotFoundError',
  408: 'TimeoutError',
  409: 'AlreadyExistsError',
  422: 'ValidationError',
  429: 'TooManyRequestsError',
  500: 'InternalServerError',
  501: 'NotImplementedError',
  503: 'ServiceUnavailableError',
};

function typeOf(status: number): string {
  return TYPES[status] ?? (status >= 500 ? 'InternalServerError' : 'BadRequestError');
}

function findOwn(error: unknown): MixpeekError | undefined {
  let current = error;
  for (let depth = 0; depth < 8 && typeof current === 'object' && current !== null; depth++) {
    if (isMixpeekError(current)) return current;
    current = (current as { cause?: unknown }).cause;
  }
  return undefined;
}

/** The platform's error without what it may quote of the request: some name the value of a bad header. */
function toSafeCause(error: unknown, redactor: Redactor, depth = 0): Error {
  const { name, message, stack, cause } = (typeof error === 'object' && error !== null ? error : {}) as Partial<Error>;
  const text = message ?? (typeof error === 'string' || typeof error === 'number' ? String(error) : '');
  const nested = cause === undefined || depth > 4 ? {} : { cause: toSafeCause(cause, redactor, depth + 1) };
  const safe = new Error(redactor.text(text), nested);
  if (name !== undefined) safe.name = name;
  if (stack !== undefined) safe.stack = redactor.text(stack);
  const code = ownCode(error);
  return code === undefined ? safe : Object.assign(safe, { code });
}

/** The error's code, or that of the first of several addresses that were tried. */
function ownCode(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code === 'string') return code;
  return error instanceof AggregateError ? connectionCode(error) : undefined;
}

function parseUrl(location: string, base: string): URL | undefined {
  try {
    return new URL(location, base);
  } catch {
    return undefined;
  }
}
