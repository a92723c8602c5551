/** Every error this package throws. `code` is stable; messages are for people. */

import type { BulkStanding } from './call.js';

/** One rejected field. `path` is dotted as in code: `documents[3].vectors.text_8`. */
export interface FieldError {
  readonly path: string;
  /** What is wrong with it, without its name. */
  readonly message: string;
  /** Where it was sent: `body`, `query`, `path`, `header`. */
  readonly location?: string;
  /** The service's name of the rule, `missing`; absent for fields that the client refused. */
  readonly type?: string;
}

export interface ErrorOptionsWithHint {
  cause?: unknown;
  /** What to do about it, as a sentence. */
  hint?: string | undefined;
}

const BRAND = Symbol.for('mixpeek.error');

/** Base of the family. `instanceof` works within one copy of the package; `isMixpeekError` across copies. */
export class MixpeekError extends Error {
  override name: string = 'MixpeekError';
  readonly [BRAND] = true;
  /** What to do about it, when there is something to do. */
  readonly hint: string | undefined;

  constructor(message: string, options: ErrorOptionsWithHint = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.hint = options.hint;
  }

  /** Plain data for logs. Holds no key and no request body. */
  toJSON(): Record<string, unknown> {
    return { name: this.name, message: this.message, ...(this.hint === undefined ? {} : { hint: this.hint }) };
  }
}

export interface ApiErrorInit extends ErrorOptionsWithHint {
  status: number;
  /** The service's stable type: `NotFoundError`. */
  type: string;
  /** The service's fine-grained code, when it sends one: `namespace_name_taken`. */
  code?: string | undefined;
  details?: Readonly<Record<string, unknown>> | undefined;
  requestId?: string | undefined;
  fieldErrors?: readonly FieldError[];
  retryable?: boolean;
  /** Seconds that the service asked to wait. */
  retryAfter?: number | undefined;
  /** How many times the request was sent. */
  attempts?: number;
  operation?: string | undefined;
}

/** The service answered, and the answer is a refusal. */
export class ApiError extends MixpeekError {
  override name = 'ApiError';
  /** HTTP status, 400 to 599. */
  readonly status: number;
  /** The service's stable type: `NotFoundError`. */
  readonly type: string;
  /** The service's fine-grained code, when it sends one: `namespace_name_taken`. */
  readonly code: string | undefined;
  /** What the service adds for programs; its fields go with `code`. */
  readonly details: Readonly<Record<string, unknown>> | undefined;
  /** Quote it when you ask the service's support about this call. */
  readonly requestId: string | undefined;
  /** Rejected fields of a 422; empty for other refusals. */
  readonly fieldErrors: readonly FieldError[];
  /** Whether the same call may succeed later without a change. */
  readonly retryable: boolean;
  /** Seconds that the service asked to wait. */
  readonly retryAfter: number | undefined;
  /** How many times the request was sent. */
  readonly attempts: number;
  /** What was called: `namespaces.documents.upsert`. */
  readonly operation: string | undefined;

  constructor(message: string, init: ApiErrorInit) {
    super(message, init);
    this.status = init.status;
    this.type = init.type;
    this.code = init.code;
    this.details = init.details;
    this.requestId = init.requestId;
    this.fieldErrors = init.fieldErrors ?? [];
    this.retryable = init.retryable ?? false;
    this.retryAfter = init.retryAfter;
    this.attempts = init.attempts ?? 1;
    this.operation = init.operation;
  }

  override toJSON(): Record<string, unknown> {
    const { status, type, code, details, requestId, fieldErrors, retryable, retryAfter, attempts, operation } = this;
    return {
      ...super.toJSON(),
      status,
      type,
      code,
      details,
      requestId,
      fieldErrors,
      retryable,
      retryAfter,
      attempts,
      operation,
    };
  }
}

/** No answer came: the name did not resolve, the connection was refused or broke. See `cause`. */
export class ConnectionError extends MixpeekError {
  override name = 'ConnectionError';
  readonly retryable = true;
  /** How many times the request was sent. */
  readonly attempts: number;

  constructor(message: string, options: ErrorOptionsWithHint & { attempts?: number } = {}) {
    super(message, options);
    this.attempts = options.attempts ?? 1;
  }
}

/** What was going on when time ran out. */
export type TimeoutPhase = 'connect' | 'headers' | 'body' | 'backoff' | 'polling' | 'upload';

/** Time ran out. `scope` says whose limit it was, `phase` what was going on. */
export class TimeoutError extends MixpeekError {
  override name = 'TimeoutError';
  /** `attempt`: `timeoutMs` of one attempt. `total`: `deadlineMs` of the call. */
  readonly scope: 'attempt' | 'total';
  readonly phase: TimeoutPhase;
  /** The limit that was reached, in milliseconds. */
  readonly limitMs: number;
  /** How many times the request was sent; for a wait, how many looks it took. */
  readonly attempts: number;

  constructor(init: {
    scope: 'attempt' | 'total';
    phase: TimeoutPhase;
    limitMs: number;
    attempts: number;
    operation?: string;
    cause?: unknown;
  }) {
    const what = init.scope === 'total' ? 'The call' : `Attempt ${init.attempts}`;
    const option = init.scope === 'total' ? 'deadlineMs' : 'timeoutMs';
    super(
      `${what}${init.operation ? ` to ${init.operation}` : ''} took longer than ${init.limitMs} ms (${init.phase}).`,
      {
        cause: init.cause,
        hint: `Raise ${option}, or pass ${option}: 0 for no limit.`,
      },
    );
    this.scope = init.scope;
    this.phase = init.phase;
    this.limitMs = init.limitMs;
    this.attempts = init.attempts;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), scope: this.scope, phase: this.phase, limitMs: this.limitMs, attempts: this.attempts };
  }
}

/** The caller's signal ended the call. `cause` is the signal's reason. */
export class AbortError extends MixpeekError {
  override name = 'AbortError';
  /** Of a bulk run: what was acknowledged before. */
  readonly bulk: BulkStanding | undefined;

  constructor(
    message = 'The call was aborted by its signal.',
    options: ErrorOptionsWithHint & { bulk?: BulkStanding } = {},
  ) {
    super(message, options);
    this.bulk = options.bulk;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), ...(this.bulk === undefined ? {} : { bulk: this.bulk }) };
  }
}

/** An answer came whose body could not be read as what it claims to be. */
export class DecodeError extends MixpeekError {
  override name = 'DecodeError';
  /** HTTP status of the answer. */
  readonly status: number;
  readonly requestId: string | undefined;
  /** The first characters of the body. */
  readonly excerpt: string;

  constructor(
    message: string,
    init: ErrorOptionsWithHint & { status: number; requestId?: string | undefined; excerpt: string },
  ) {
    super(message, init);
    this.status = init.status;
    this.requestId = init.requestId;
    this.excerpt = init.excerpt;
  }
}

/** The client is set up wrongly: a missing key or namespace, an unknown option, a bad URL. Nothing was sent. */
export class ConfigError extends MixpeekError {
  override name = 'ConfigError';
  /** The option, variable or flag at fault. */
  readonly option: string | undefined;

  constructor(message: string, options: ErrorOptionsWithHint & { option?: string } = {}) {
    super(message, options);
    this.option = options.option;
  }
}

/** The input is wrong and nothing was sent. `fieldErrors` names every field at fault. */
export class ValidationError extends MixpeekError {
  override name = 'ValidationError';
  /** Empty when no single field is at fault. */
  readonly fieldErrors: readonly FieldError[];

  constructor(message: string, options: ErrorOptionsWithHint & { fieldErrors?: readonly FieldError[] } = {}) {
    super(message, options);
    this.fieldErrors = options.fieldErrors ?? [];
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), fieldErrors: this.fieldErrors };
  }
}

/** True for any error of this package, also one from another copy of it. */
export function isMixpeekError(error: unknown): error is MixpeekError {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/**
 * True when the service answered and refused, also for an error from another copy of this package.
 *
 * @example
 * if (isApiError(error) && error.status === 404) return undefined;
 */
export function isApiError(error: unknown): error is ApiError {
  return isMixpeekError(error) && error.name === 'ApiError';
}

/** A task ended without doing its work. */
export class TaskFailedError extends MixpeekError {
  override name = 'TaskFailedError';
  /** The task as the service last described it. */
  readonly task: { readonly task_id: string; readonly status: string; readonly error?: string | null };

  constructor(task: { readonly task_id: string; readonly status: string; readonly error?: string | null }) {
    super(`Task ${task.task_id} ended as ${task.status}${task.error ? `: ${task.error}` : '.'}`);
    this.task = task;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), task: this.task };
  }
}
