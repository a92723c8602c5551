import type { Schema } from '../generate/openapi.js';

/**
 * Reads a type expression of a table of facts: `Name` is a schema, `T[]` a list, `map<T>` an object with free keys,
 * `a|b` a union, `"a"|"b"` an enum, `string(format)`, `{field: T, other?: T}` an inline object, `[A, B]` a tuple,
 * `T{minimum=1}` a bound. `toReference` makes the reference to a schema.
 */
export function readTypeExpression(text: string, toReference: (name: string) => string): Schema {
  const reader = createReader(text);

  const union = (): Schema => {
    const branches = [postfix()];
    while (reader.take('|')) branches.push(postfix());
    return joinBranches(branches);
  };

  const postfix = (): Schema => {
    let schema = atom();
    for (;;) {
      if (reader.take('[]')) schema = { type: 'array', items: schema };
      else if (reader.peek('{')) schema = { ...schema, ...readBounds(schema) };
      else return schema;
    }
  };

  const readBounds = (schema: Schema): Schema => {
    reader.expect('{');
    const bounds: Record<string, unknown> = {};
    while (!reader.take('}')) {
      const name = reader.match(/\w+/y);
      reader.expect('=');
      bounds[boundName(name, schema)] = JSON.parse(reader.match(/"(?:[^"\\]|\\.)*"|[^,}]+/y));
      reader.take(',');
    }
    return bounds;
  };

  const atom = (): Schema => {
    if (reader.take('(')) {
      const inner = union();
      reader.expect(')');
      return inner;
    }
    if (reader.peek('"')) return { type: 'string', const: JSON.parse(reader.match(/"[^"]*"/y)) };
    if (reader.peek('{')) return inlineObject();
    if (reader.take('map<')) {
      const values = union();
      reader.expect('>');
      return { type: 'object', additionalProperties: isAny(values) ? true : values };
    }
    if (reader.take('[')) return tuple();
    const name = reader.match(/[A-Za-z_][\w-]*/y);
    if (reader.take('(')) {
      const format = reader.match(/[^)]+/y);
      reader.expect(')');
      return { type: name, format };
    }
    if (name === 'any') return {};
    if (name === 'object') return { type: 'object', additionalProperties: true };
    return SIMPLE.has(name) ? { type: name } : { $ref: toReference(name) };
  };

  const inlineObject = (): Schema => {
    reader.expect('{');
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    while (!reader.take('}')) {
      const name = reader.match(/[\w@$-]+/y);
      if (!reader.take('?')) required.push(name);
      reader.expect(':');
      properties[name] = union();
      reader.take(',');
    }
    return { type: 'object', properties, required };
  };

  const tuple = (): Schema => {
    const prefixItems = [union()];
    while (reader.take(',')) prefixItems.push(union());
    reader.expect(']');
    return { type: 'array', prefixItems, minItems: prefixItems.length, maxItems: prefixItems.length };
  };

  const schema = union();
  reader.end();
  return schema;
}

const SIMPLE: ReadonlySet<string> = new Set(['string', 'integer', 'number', 'boolean', 'null']);

const isAny = (schema: Schema): boolean => Object.keys(schema).length === 0;

/** Tables write the bounds of lists as `minLength`, too. */
function boundName(name: string, { type }: Schema): string {
  return type === 'array' ? name.replace('Length', 'Items') : name;
}

/** One branch is itself, constants are an enum, `T|null` is T that may be null, and what may be anything is anything. */
function joinBranches(branches: readonly Schema[]): Schema {
  const [only] = branches;
  if (only !== undefined && branches.length === 1) return only;
  if (branches.some(isAny)) return {};
  const others = branches.filter(({ type }) => type !== 'null');
  const nullable = others.length < branches.length;
  const constants = others.map((branch) => branch.const);
  if (constants.every((value) => value !== undefined)) {
    return { type: nullable ? ['string', 'null'] : 'string', enum: [...constants, ...(nullable ? [null] : [])] };
  }
  const [single] = others;
  if (nullable && others.length === 1 && typeof single?.type === 'string')
    return { ...single, type: [single.type, 'null'] };
  return { anyOf: [...branches] };
}

interface Reader {
  take(token: string): boolean;
  peek(token: string): boolean;
  expect(token: string): void;
  match(pattern: RegExp): string;
  end(): void;
}

function createReader(text: string): Reader {
  let at = 0;
  const skipSpace = (): void => {
    while (text[at] === ' ') at++;
  };
  const fail = (wanted: string): Error =>
    new Error(`Type expression "${text}": expected ${wanted} at "${text.slice(at, at + 20)}".`);
  const peek = (token: string): boolean => {
    skipSpace();
    return text.startsWith(token, at);
  };
  const take = (token: string): boolean => {
    if (!peek(token)) return false;
    at += token.length;
    return true;
  };
  return {
    take,
    peek,
    expect(token) {
      if (!take(token)) throw fail(`"${token}"`);
    },
    match(pattern) {
      skipSpace();
      pattern.lastIndex = at;
      const found = pattern.exec(text)?.[0];
      if (found === undefined) throw fail(String(pattern));
      at += found.length;
      return found;
    },
    end() {
      skipSpace();
      if (at < text.length) throw fail('the end');
    },
  };
}
