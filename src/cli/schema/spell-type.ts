/** The keywords of JSON Schema that the document uses. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: JsonSchema | boolean;
  readonly prefixItems?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly default?: unknown;
  readonly [keyword: string]: unknown;
}

const LIMITS: readonly (readonly [keyword: string, words: (limit: string) => string])[] = [
  ['minimum', (limit) => `from ${limit}`],
  ['exclusiveMinimum', (limit) => `above ${limit}`],
  ['maximum', (limit) => `up to ${limit}`],
  ['exclusiveMaximum', (limit) => `below ${limit}`],
  ['minLength', (limit) => `at least ${limit} characters`],
  ['maxLength', (limit) => `at most ${limit} characters`],
  ['minItems', (limit) => `at least ${limit} items`],
  ['maxItems', (limit) => `at most ${limit} items`],
  ['pattern', (limit) => `like ${limit}`],
];

/** `string | null`, `Blob[]`, `map<integer>`, `"a" | "b"` */
export function spellType(schema: JsonSchema | undefined): string {
  if (schema === undefined) return 'any';
  if (schema.$ref !== undefined) return schema.$ref;
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches !== undefined) return unite(branches.map(spellType));
  if (schema.allOf !== undefined) return schema.allOf.map(spellType).join(' & ');
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  return types.length === 0 ? 'any' : unite(types.map((type) => spellOne(type, schema)));
}

function spellOne(type: string, schema: JsonSchema): string {
  if (type === 'array') {
    if (schema.prefixItems !== undefined) return `[${schema.prefixItems.map(spellType).join(', ')}]`;
    const item = spellType(typeof schema.items === 'object' ? schema.items : undefined);
    return item.includes(' | ') ? `(${item})[]` : `${item}[]`;
  }
  if (type === 'object' && typeof schema.additionalProperties === 'object') {
    return `map<${spellType(schema.additionalProperties)}>`;
  }
  return type === 'string' && schema.format !== undefined ? schema.format : type;
}

const unite = (types: readonly string[]): string => [...new Set(types)].join(' | ');

/** `from 1, up to 100, default 10`; empty where nothing limits it. */
export function spellLimits(schema: JsonSchema): string {
  const limits = LIMITS.flatMap(([keyword, words]) =>
    schema[keyword] === undefined
      ? []
      : [words(typeof schema[keyword] === 'string' ? schema[keyword] : JSON.stringify(schema[keyword]))],
  );
  const fallback = schema.default === undefined ? [] : [`default ${JSON.stringify(schema.default)}`];
  return [...limits, ...fallback].join(', ');
}

/** Names of the types that a schema speaks of. */
export function typesIn(schema: unknown): string[] {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    if (typeof node !== 'object' || node === null) return;
    const { $ref: name } = node as { $ref?: unknown };
    if (typeof name === 'string') found.add(name);
    Object.values(node).forEach(visit);
  };
  visit(schema);
  return [...found];
}
