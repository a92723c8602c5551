import { isApiError, isMixpeekError } from '../errors.js';
import type { FieldError } from '../errors.js';
import { CliError } from './cli-error.js';
import { exitCodeOf } from './exit-code-of.js';
import { exitCodes } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';

/** What is told about a failure, in words or as JSON. */
export interface ErrorReport {
  exitCode: ExitCode;
  /** Stable: the service's code, or the kind of error. */
  code: string;
  type: string;
  status?: number;
  message: string;
  hint?: string;
  retryable: boolean;
  retryAfter?: number;
  requestId?: string;
  operation?: string;
  fieldErrors: readonly FieldError[];
}

const FIELD_ERRORS_SHOWN = 10;

export function describeError(error: unknown): ErrorReport {
  if (isApiError(error)) {
    const { status, type, message, retryable, retryAfter, requestId, operation, fieldErrors } = error;
    return {
      exitCode: exitCodeOf(error) ?? exitCodes.internal,
      code: error.code ?? type,
      type,
      status,
      message,
      ...optional({ hint: error.hint, retryAfter, requestId, operation }),
      retryable,
      fieldErrors,
    };
  }
  if (isMixpeekError(error)) {
    const { retryable, requestId, fieldErrors } = error as {
      retryable?: boolean;
      requestId?: string;
      fieldErrors?: readonly FieldError[];
    };
    return {
      exitCode: exitCodeOf(error) ?? exitCodes.internal,
      code: error.name,
      type: error.name,
      message: error.message,
      ...optional({ hint: error.hint, requestId }),
      retryable: retryable ?? false,
      fieldErrors: fieldErrors ?? [],
    };
  }
  if (error instanceof CliError) {
    const { exitCode, message, hint } = error;
    return {
      exitCode,
      code: nameOfExit(exitCode),
      type: 'CliError',
      message,
      ...optional({ hint }),
      retryable: false,
      fieldErrors: [],
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    exitCode: exitCodes.internal,
    code: 'internal',
    type: 'InternalError',
    message,
    hint: 'This is a fault of mixpeek itself. Run it again with --debug for the stack.',
    retryable: false,
    fieldErrors: [],
  };
}

/** What failed, what to do, and the id to quote; one thing per line. */
export function errorToText(report: ErrorReport): string {
  const { message, status, type, fieldErrors, hint, retryAfter, requestId, operation } = report;
  // The client's messages begin with the operation and the status already.
  const where = operation === undefined || message.startsWith(`${operation}: `) ? '' : `${operation}: `;
  const lines = [`Error: ${where}${message}${status === undefined ? '' : ` (${type})`}`];
  for (const { path, message: problem } of fieldErrors.slice(0, FIELD_ERRORS_SHOWN))
    lines.push(`  ${path}: ${problem}`);
  const hidden = fieldErrors.length - FIELD_ERRORS_SHOWN;
  if (hidden > 0) lines.push(`  and ${hidden} more`);
  if (hint !== undefined) lines.push(`Hint: ${hint}`);
  if (retryAfter !== undefined) lines.push(`Retry after: ${retryAfter} s`);
  if (requestId !== undefined) lines.push(`Request: ${requestId}`);
  return `${lines.join('\n')}\n`;
}

export function errorToJson(report: ErrorReport): string {
  const { code, type, status = null, message, hint = null, retryable, retryAfter = null, requestId = null } = report;
  const fields = report.fieldErrors.length === 0 ? {} : { field_errors: report.fieldErrors };
  const error = {
    code,
    type,
    status,
    message,
    hint,
    retryable,
    retry_after: retryAfter,
    request_id: requestId,
    ...fields,
  };
  return `${JSON.stringify({ error })}\n`;
}

function nameOfExit(exitCode: ExitCode): string {
  return Object.entries(exitCodes).find(([, code]) => code === exitCode)?.[0] ?? 'internal';
}

/** The same fields without those that are `undefined`. */
function optional<Fields extends object>(fields: Fields): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
