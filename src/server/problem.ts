/** A refusal, thrown by whatever finds it. Only `encode` knows how it looks on the wire. */
export class Problem extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(init: ProblemInit) {
    super(init.message);
    this.name = 'Problem';
    this.status = init.status;
    this.type = init.type ?? TYPE_BY_STATUS[init.status] ?? 'InternalServerError';
    this.code = init.code;
    this.details = init.details;
    this.headers = init.headers ?? {};
  }
}

export interface ProblemInit {
  status: number;
  message: string;
  /** Default: the usual type of the status. */
  type?: string;
  code?: string;
  details?: Readonly<Record<string, unknown>>;
  headers?: Readonly<Record<string, string>>;
}

/** One rejected place of a request, in the shape of the API's 422 bodies. */
export interface Violation {
  readonly type: string;
  readonly location: readonly (string | number)[];
  readonly message: string;
}

const TYPE_BY_STATUS: Readonly<Record<number, string>> = {
  400: 'BadRequestError',
  401: 'UnauthorizedError',
  403: 'ForbiddenError',
  404: 'NotFoundError',
  405: 'MethodNotAllowedError',
  409: 'AlreadyExistsError',
  422: 'ValidationError',
  429: 'TooManyRequestsError',
  500: 'InternalServerError',
  501: 'NotImplementedError',
  503: 'ServiceUnavailableError',
};

type Extra = Omit<ProblemInit, 'status' | 'message'>;

export const badRequest = (code: string, message: string, details?: Readonly<Record<string, unknown>>): Problem =>
  new Problem({ status: 400, message, code, ...(details === undefined ? {} : { details }) });

/** What is looked up by name as well as by id. */
const NAMED: ReadonlySet<string> = new Set([
  'namespace',
  'retriever',
  'feature_extractor',
  'alert',
  'webhook',
  'bucket',
  'connection',
  'user',
  'api_key',
  'secret',
  'cluster',
  'taxonomy',
]);

export function notFound(resource: string, id: string): Problem {
  const key = NAMED.has(resource) ? 'id or name' : 'id';
  return new Problem({ status: 404, message: `No ${resource} has the ${key} "${id}".`, details: { resource, id } });
}

export const conflict = (code: string, message: string, details?: Readonly<Record<string, unknown>>): Problem =>
  new Problem({ status: 409, message, code, ...(details === undefined ? {} : { details }) });

export const forbidden = (message: string, extra: Extra = {}): Problem =>
  new Problem({ status: 403, message, ...extra });

export function unprocessable(violations: readonly Violation[]): Problem {
  const first = violations[0];
  const where = first === undefined ? 'The request' : first.location.join('.');
  const more = violations.length > 1 ? ` (and ${violations.length - 1} more)` : '';
  return new Problem({
    status: 422,
    message: `${where}: ${first?.message ?? 'is not valid'}${more}`,
    details: { validation_errors: violations },
  });
}
