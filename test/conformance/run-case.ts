import type { Case, Step } from './cases.js';
import { mismatches, type Json } from './match.js';

/** Sends a request; `path` is its path and query. */
type Send = (path: string, init: RequestInit) => Promise<Response>;
type Saved = Map<string, Json>;

/**
 * Runs the steps of a case in order against a service that is empty.
 *
 * @throws Error naming the step and every place where the answer is another one
 */
export async function runCase({ steps }: Case, send: Send): Promise<void> {
  const saved: Saved = new Map();
  for (const [position, step] of steps.entries()) {
    const { request, expect = {}, save = {} } = fill(step, saved);
    const response = await send(request.path, toInit(request));
    const text = await response.text();
    const body = parse(text);
    const wrong = [
      ...mismatches(response.status, expect.status ?? 200, 'status'),
      ...Object.entries(expect.headers ?? {}).flatMap(([name, value]) =>
        mismatches(response.headers.get(name) ?? undefined, value, `header ${name}`),
      ),
      ...(expect.body === undefined ? [] : mismatches(body, expect.body)),
      ...(expect.text === undefined || text.includes(expect.text) ? [] : [`the text has no ${expect.text}`]),
    ];
    if (wrong.length > 0) {
      const where = `Step ${position + 1}, ${request.method} ${request.path}`;
      throw new Error(`${where}:\n  ${wrong.join('\n  ')}\nAnswer: ${text.slice(0, 1500)}`);
    }
    for (const [name, path] of Object.entries(save)) saved.set(name, valueAt(body, path));
  }
}

function toInit({ method, headers = {}, body, text, base64, form }: Step['request']): RequestInit {
  const bytes = base64 === undefined ? undefined : Uint8Array.from(Buffer.from(base64, 'base64'));
  const plain = bytes ?? text ?? (body === undefined ? undefined : JSON.stringify(body));
  const payload = form === undefined ? plain : toForm(form);
  const all: Record<string, string | null> = {
    Authorization: 'Bearer sk_test',
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...headers,
  };
  const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  return { method, headers: Object.fromEntries(sent), ...(payload === undefined ? {} : { body: payload }) };
}

function toForm(fields: NonNullable<Step['request']['form']>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') form.set(name, value);
    else form.set(name, new Blob([Uint8Array.from(Buffer.from(value.base64, 'base64'))]), value.filename);
  }
  return form;
}

/** Puts saved values where `${name}` stands. */
function fill<Value>(value: Value, saved: Saved): Value {
  if (typeof value === 'string') {
    return value.replaceAll(/\$\{(\w+)\}/g, (_all, name: string) => {
      const known = saved.get(name);
      if (known === undefined) throw new Error(`Nothing was saved as "${name}".`);
      return typeof known === 'string' ? known : JSON.stringify(known);
    }) as Value;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => fill(item, saved)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item as unknown, saved)])) as Value;
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function valueAt(body: Json | undefined, path: string): Json {
  const value = path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], body);
  if (value === undefined) throw new Error(`The answer has nothing at ${path}.`);
  return value as Json;
}
