import { ConfigError, ValidationError } from '../errors.js';

const PLACEHOLDER = /\{([^{}]+)\}/g;

/** A surrogate without its other half, which UTF-8 cannot hold. */
export const HALF_CHARACTER = /\p{Surrogate}/u;

/** Checks a base URL and takes off a trailing slash and a trailing `/v1`, which every path carries itself. */
export function normalizeBaseUrl(baseUrl: string): string {
  const hint = 'Set the baseUrl option or MIXPEEK_BASE_URL to something like https://api.mixpeek.com.';
  let url: URL;
  try {
    url = new URL(baseUrl);
  } catch {
    throw new ConfigError(`baseUrl is not a URL: ${JSON.stringify(baseUrl)}.`, { option: 'baseUrl', hint });
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new ConfigError(`baseUrl must begin with https:// or http://, not ${url.protocol}//.`, {
      option: 'baseUrl',
      hint,
    });
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new ConfigError('baseUrl must not carry a user name, a password, a query or a fragment.', {
      option: 'baseUrl',
      hint,
    });
  }
  return url.origin + url.pathname.replace(/\/+$/, '').replace(/\/v1$/, '');
}

/** Fills the `{name}`s of one path template, percent-encoded. Refuses values that would reach another path. */
export type FillPath = (values: Readonly<Record<string, unknown>>) => string;

/** Takes a template apart once, for the many calls that fill it. */
export function compilePath(template: string): FillPath {
  // Text and names alternate.
  const [start = '', ...rest] = template.split(PLACEHOLDER);
  return (values) => {
    let path = start;
    for (let at = 0; at < rest.length; at += 2) {
      const name = rest[at] ?? '';
      path += encodeSegment(name, values[name]) + (rest[at + 1] ?? '');
    }
    return path;
  };
}

/** What needs neither encoding nor a second look; most ids are like that. */
const PLAIN_SEGMENT = /^[\w-]+$/;

function encodeSegment(name: string, value: unknown): string {
  if (typeof value === 'string' && PLAIN_SEGMENT.test(value)) return value;
  if (typeof value !== 'string' && typeof value !== 'number') {
    const got = value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;
    throw refusal(name, `${name} must be a string, got ${got}.`);
  }
  const text = String(value);
  if (text.trim() === '') throw refusal(name, `${name} must not be empty.`);
  if (HALF_CHARACTER.test(text)) {
    throw refusal(name, `${name} must not be ${JSON.stringify(text)}: half a surrogate pair is no text.`);
  }
  const decoded = decodeFully(text);
  if (decoded === '.' || decoded === '..') {
    throw refusal(name, `${name} must not be ${JSON.stringify(text)}: it would name another path.`);
  }
  return encodeURIComponent(text);
}

/** Undoes repeated percent-encoding, as careless proxies do. */
function decodeFully(text: string): string {
  let current = text;
  for (let round = 0; round < 5 && current.includes('%'); round++) {
    let next: string;
    try {
      next = decodeURIComponent(current);
    } catch {
      return current;
    }
    if (next === current) return current;
    current = next;
  }
  return current;
}

function refusal(path: string, message: string): ValidationError {
  return new ValidationError(message, { fieldErrors: [{ path, message, location: 'path' }] });
}
