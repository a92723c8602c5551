export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const KINDS = new Set(['string', 'number', 'boolean', 'object']);

/** Where `actual` is not as `expected` says, one line each; empty when it is. `undefined` stands for an absent value. */
export function mismatches(actual: Json | undefined, expected: Json, path = 'body'): string[] {
  if (typeof expected === 'string' && expected.startsWith('$')) return check(actual, expected, path);
  if (Array.isArray(expected)) return matchItems(actual, expected, path);
  if (isObject(expected)) return matchFields(actual, expected, path);
  return actual === expected ? [] : [wrong(path, actual, JSON.stringify(expected))];
}

function check(actual: Json | undefined, matcher: string, path: string): string[] {
  const [kind = '', ...rest] = matcher.slice(1).split(' ');
  const operand = rest.join(' ');
  return fits(actual, kind, operand) ? [] : [wrong(path, actual, matcher)];
}

function fits(actual: Json | undefined, kind: string, operand: string): boolean {
  if (kind === 'any') return actual !== undefined;
  if (kind === 'absent') return actual === undefined;
  if (kind === 'match') return typeof actual === 'string' && new RegExp(operand, 'u').test(actual);
  if (kind === 'number' && operand !== '') {
    const [near = NaN, tolerance = 0] = operand.split('~').map(Number);
    return typeof actual === 'number' && Math.abs(actual - near) <= tolerance;
  }
  if (!KINDS.has(kind)) throw new Error(`There is no matcher "$${kind}".`);
  return actual !== null && typeof actual === kind;
}

function matchItems(actual: Json | undefined, expected: readonly Json[], path: string): string[] {
  if (!Array.isArray(actual)) return [wrong(path, actual, `an array of ${expected.length}`)];
  const items: readonly Json[] = actual;
  if (items.length !== expected.length) return [wrong(path, actual, `${expected.length} items`)];
  return expected.flatMap((item, at) => mismatches(items[at], item, `${path}[${at}]`));
}

function matchFields(actual: Json | undefined, expected: { readonly [key: string]: Json }, path: string): string[] {
  if ('$includes' in expected) return includes(actual, expected['$includes'] ?? null, path);
  if ('$length' in expected) {
    const length = Array.isArray(actual) || typeof actual === 'string' ? actual.length : undefined;
    return length === expected['$length'] ? [] : [wrong(path, actual, `${JSON.stringify(expected['$length'])} items`)];
  }
  if (!isObject(actual)) return [wrong(path, actual, 'an object')];
  return Object.entries(expected).flatMap(([key, value]) =>
    mismatches(Object.hasOwn(actual, key) ? actual[key] : undefined, value, `${path}.${key}`),
  );
}

function includes(actual: Json | undefined, wanted: Json, path: string): string[] {
  const found =
    typeof actual === 'string'
      ? typeof wanted === 'string' && actual.includes(wanted)
      : Array.isArray(actual) && (actual as readonly Json[]).some((item) => mismatches(item, wanted).length === 0);
  return found ? [] : [wrong(path, actual, `something with ${JSON.stringify(wanted)}`)];
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(path: string, actual: Json | undefined, expected: string): string {
  const got = actual === undefined ? 'absent' : JSON.stringify(actual).slice(0, 400);
  return `${path} is ${got}; expected ${expected}`;
}
