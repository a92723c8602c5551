import type { Operation, ParameterSpec } from '../operation.js';
import { isSchema, resolveReference, type DocumentSchemas, type JsonSchema } from './schemas.js';

type Components = DocumentSchemas['components'];

/**
 * Query parameters by the types of the document: `form` style, arrays as repeated keys or, where the row says so,
 * as one comma-separated value. A value that does not fit its type stays text; validation says what is wrong with it.
 */
export function decodeQuery(
  search: string,
  operation: Operation,
  { schemas, components }: { schemas: Readonly<Record<string, object>> | undefined; components: Components },
): Record<string, unknown> {
  const query: Record<string, unknown> = {};
  if (search === '') return query;
  const parameters = new URLSearchParams(search);
  for (const { name, explode } of parametersOf(operation, schemas)) {
    const sent = parameters.getAll(name);
    if (sent.length === 0) continue;
    const schema = resolveReference(schemas?.[name], components);
    query[name] = decodeValues(
      explode === false ? sent.flatMap((value) => value.split(',')) : sent,
      schema,
      components,
    );
  }
  return query;
}

/** Those of the row, and those that clients leave out because a body field of the same name does the same. */
function parametersOf(
  { query = [] }: Operation,
  schemas: Readonly<Record<string, object>> | undefined,
): readonly ParameterSpec[] {
  const more = Object.keys(schemas ?? {}).filter((name) => !query.some((parameter) => parameter.name === name));
  return [...query, ...more.map((name) => ({ name }))];
}

function decodeValues(values: readonly string[], schema: JsonSchema, components: Components): unknown {
  const alternatives = alternativesOf(schema, components);
  const list = alternatives.find(({ type }) => includesType(type, 'array'));
  if (
    list !== undefined &&
    (values.length > 1 || alternatives.every((each) => each === list || includesType(each.type, 'null')))
  ) {
    const items = isSchema(list.items) ? list.items : {};
    return values.map((value) => decodeText(value, items, components));
  }
  return decodeText(values.at(-1) ?? '', schema, components);
}

/** One text as the first of its schema's types that it can be; a string if a string is allowed. */
export function decodeText(text: string, schema: JsonSchema, components: Components): unknown {
  const alternatives = alternativesOf(schema, components);
  const allows = (type: string): boolean => alternatives.some((each) => includesType(each.type, type));
  if (alternatives.length === 0 || allows('string')) return text;
  if (allows('boolean') && /^(?:true|false|1|0)$/i.test(text)) return /^(?:true|1)$/i.test(text);
  if ((allows('integer') || allows('number')) && /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text))
    return Number(text);
  if (allows('null') && (text === '' || text === 'null')) return null;
  if (allows('object') || allows('array')) return parseOrText(text);
  return text;
}

function parseOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

interface Alternative {
  readonly type: unknown;
  readonly items: unknown;
}

function alternativesOf(schema: JsonSchema, components: Components, depth = 0): Alternative[] {
  if (depth > 8) return [];
  if (schema['$ref'] !== undefined) return alternativesOf(resolveReference(schema, components), components, depth + 1);
  const branches = schema['anyOf'] ?? schema['oneOf'] ?? schema['allOf'];
  if (Array.isArray(branches))
    return branches.filter(isSchema).flatMap((branch) => alternativesOf(branch, components, depth + 1));
  if (schema['type'] !== undefined) return [{ type: schema['type'], items: schema['items'] }];
  const values = Array.isArray(schema['enum']) ? schema['enum'] : 'const' in schema ? [schema['const']] : [];
  return values.map((value) => ({ type: value === null ? 'null' : typeof value, items: undefined }));
}

function includesType(type: unknown, name: string): boolean {
  return Array.isArray(type) ? type.includes(name) : type === name;
}
