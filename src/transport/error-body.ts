import type { FieldError } from '../errors.js';

/** What the service's refusals say, whichever of the known bodies they come in. */
export interface ErrorBody {
  readonly message?: string;
  readonly type?: string;
  readonly code?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly fieldErrors: readonly FieldError[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads `{error: {...}}`, `{detail: {error: {...}}}`, `{detail: "text"}`, `{detail: [{loc, msg, type}]}`,
 * validation errors inside `details`, a bare `{message}`, and bodies that are not JSON.
 */
export function readErrorBody(text: string): ErrorBody {
  const body = parseObject(text);
  if (body === undefined) {
    const message = plainText(text);
    return { fieldErrors: [], ...(message === '' ? {} : { message }) };
  }
  const { detail } = body;
  if (isFields(body.error)) return fromEnvelope(body.error);
  if (isFields(detail) && isFields(detail.error)) return fromEnvelope(detail.error);
  if (isFields(detail)) return fromEnvelope(detail);
  if (Array.isArray(detail)) return fromFieldList(detail);
  for (const message of [detail, body.error, body.message]) {
    if (typeof message === 'string' && message !== '') return { message, fieldErrors: [] };
  }
  return { fieldErrors: [] };
}

function fromEnvelope(error: Fields): ErrorBody {
  const details = isFields(error.details) ? error.details : undefined;
  const listed = details?.validation_errors ?? details?.errors;
  const fieldErrors = Array.isArray(listed) ? listed.flatMap(toFieldError) : [];
  return {
    ...pickStrings(error),
    ...(details === undefined ? {} : { details }),
    fieldErrors,
  };
}

function pickStrings(error: Fields): { message?: string; type?: string; code?: string } {
  const { message, type, code } = error;
  return {
    ...(typeof message === 'string' && message !== '' ? { message } : {}),
    ...(typeof type === 'string' && type !== '' ? { type } : {}),
    ...(typeof code === 'string' && code !== '' ? { code } : {}),
  };
}

function fromFieldList(list: readonly unknown[]): ErrorBody {
  const fieldErrors = list.flatMap(toFieldError);
  const first = fieldErrors[0];
  if (first === undefined) return { fieldErrors };
  const more = fieldErrors.length === 1 ? '' : ` (and ${fieldErrors.length - 1} more)`;
  const where = first.path === '' ? '' : `${first.path}: `;
  return { message: `${where}${first.message}${more}`, type: 'ValidationError', fieldErrors };
}

const LOCATIONS = new Set(['body', 'query', 'path', 'header', 'cookie']);

function toFieldError(entry: unknown): FieldError[] {
  if (!isFields(entry)) return [];
  const location = entry.location ?? entry.loc;
  const steps: unknown[] = Array.isArray(location) ? location : typeof location === 'string' ? location.split('.') : [];
  const [first, ...rest] = steps;
  const inside = typeof first === 'string' && LOCATIONS.has(first);
  const message = entry.message ?? entry.msg;
  return [
    {
      path: toPath(inside ? rest : steps),
      message: typeof message === 'string' ? message : 'is not valid',
      ...(inside ? { location: first } : {}),
      ...(typeof entry.type === 'string' ? { type: entry.type } : {}),
    },
  ];
}

/** ["documents", 3, "vectors"] -> documents[3].vectors */
function toPath(steps: readonly unknown[]): string {
  return steps.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[${step}]`;
    return path === '' ? String(step) : `${path}.${String(step)}`;
  }, '');
}

function parseObject(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The readable part of a proxy's HTML page or of a plain text, cut. */
function plainText(text: string): string {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1];
  const readable = title ?? text.replaceAll(/<(script|style)[\s\S]*?<\/\1>/gi, ' ').replaceAll(/<[^>]*>/g, ' ');
  const flat = readable.replaceAll(/\s+/g, ' ').trim();
  return flat.length > 200 ? `${flat.slice(0, 200)}…` : flat;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
