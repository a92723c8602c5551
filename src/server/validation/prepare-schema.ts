import { isSchema, type JsonSchema } from '../schemas.js';

/** Words that say nothing about which values are allowed. */
const ANNOTATIONS = new Set([
  'title',
  'description',
  'example',
  'examples',
  'format',
  'deprecated',
  'readOnly',
  'writeOnly',
]);

/** Keywords whose value is a map from names to schemas, not a schema. */
const SCHEMA_MAPS = new Set(['properties', 'patternProperties', '$defs', 'dependentSchemas']);

/** Keywords whose value is data. */
const DATA = new Set(['default', 'const', 'enum', 'required', 'dependentRequired']);

export interface PrepareOptions {
  /** The component of a reference. */
  readonly component: (name: string) => JsonSchema | undefined;
  /** Told of every reference met. */
  readonly onReference: (name: string) => void;
}

/**
 * Rewrites a schema of the document into one that fills in defaults and fails with precise errors:
 * - a union that allows null becomes a choice on null, and one with a discriminator a choice on its value;
 *   inside `anyOf` a validator applies no defaults and cannot tell which branch was meant;
 * - `oneOf` becomes `anyOf`: since unknown fields are allowed, a value may fit several branches;
 * - vectors are left to the search engine, loose objects to their resolver.
 */
export function prepareSchema(schema: JsonSchema, options: PrepareOptions): JsonSchema {
  if (schema['x-mixpeek-loose'] === true) return { type: 'object' };
  if (schema['x-mixpeek-vector'] === true) return { type: 'array' };
  const prepared: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (ANNOTATIONS.has(keyword) || keyword.startsWith('x-') || keyword === 'discriminator') continue;
    if (keyword === 'oneOf' || keyword === 'anyOf') continue;
    if (keyword === '$ref' && typeof value === 'string') options.onReference(value);
    prepared[keyword] = prepareKeyword(keyword, value, options);
  }
  const branches = schema['oneOf'] ?? schema['anyOf'];
  if (!Array.isArray(branches)) return prepared;
  const union = prepareUnion(branches.filter(isSchema), { discriminator: schema['discriminator'], options });
  // A schema may have several conditions; `allOf` keeps them apart.
  const others: unknown[] = Array.isArray(prepared['allOf']) ? prepared['allOf'] : [];
  return { ...prepared, allOf: [...others, union] };
}

function prepareKeyword(keyword: string, value: unknown, options: PrepareOptions): unknown {
  if (DATA.has(keyword)) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => (isSchema(item) ? prepareSchema(item, options) : item));
  if (!isSchema(value)) return value;
  if (!SCHEMA_MAPS.has(keyword)) return prepareSchema(value, options);
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([name, item]) => [name, isSchema(item) ? prepareSchema(item, options) : item]),
  );
}

function prepareUnion(
  branches: readonly JsonSchema[],
  { discriminator, options }: { discriminator: unknown; options: PrepareOptions },
): JsonSchema {
  const rest = branches.filter((branch) => branch['type'] !== 'null');
  const choice = chooseByTag(rest, { discriminator, options }) ?? plainUnion(rest, options);
  return rest.length === branches.length ? choice : { if: { type: 'null' }, then: true, else: choice };
}

function plainUnion(branches: readonly JsonSchema[], options: PrepareOptions): JsonSchema {
  const [only] = branches;
  if (only !== undefined && branches.length === 1) return prepareSchema(only, options);
  return { anyOf: branches.map((branch) => prepareSchema(branch, options)) };
}

/** `if tag is A then branch A else if ...`, ending in a schema that allows only the known tags. */
function chooseByTag(
  branches: readonly JsonSchema[],
  { discriminator, options }: { discriminator: unknown; options: PrepareOptions },
): JsonSchema | undefined {
  if (!isSchema(discriminator) || typeof discriminator['propertyName'] !== 'string') return undefined;
  const name = discriminator['propertyName'];
  const tagged = branches.map((branch) => ({ branch, tag: tagOf(branch, { name, discriminator, options }) }));
  const known = tagged.flatMap(({ tag }) => tag?.values ?? []);
  if (tagged.some(({ tag }) => tag === undefined)) return undefined;
  const optional = tagged.find(({ tag }) => tag?.isDefault)?.branch;
  const otherwise: JsonSchema =
    optional === undefined
      ? { type: 'object', properties: { [name]: { enum: known } }, required: [name] }
      : prepareSchema(optional, options);
  return tagged.reduceRight<JsonSchema>(
    (next, { branch, tag }) => ({
      if: { type: 'object', properties: { [name]: { enum: tag?.values ?? [] } }, required: [name] },
      then: prepareSchema(branch, options),
      else: next,
    }),
    {
      if: { type: 'object', required: [name] },
      then: { properties: { [name]: { enum: known } } },
      else: otherwise,
    },
  );
}

interface Tag {
  readonly values: readonly unknown[];
  /** The branch is meant when the property is absent. */
  readonly isDefault: boolean;
}

function tagOf(
  branch: JsonSchema,
  { name, discriminator, options }: { name: string; discriminator: JsonSchema; options: PrepareOptions },
): Tag | undefined {
  const reference = typeof branch['$ref'] === 'string' ? branch['$ref'] : undefined;
  const target = reference === undefined ? branch : options.component(reference);
  const properties = target?.['properties'];
  const property = isSchema(properties) ? properties[name] : undefined;
  if (isSchema(property)) {
    const values = 'const' in property ? [property['const']] : property['enum'];
    if (Array.isArray(values)) return { values, isDefault: values.includes(property['default']) };
  }
  const mapping = discriminator['mapping'];
  if (reference === undefined || !isSchema(mapping)) return undefined;
  const values = Object.keys(mapping).filter((key) => String(mapping[key]).split('/').at(-1) === reference);
  return values.length === 0 ? undefined : { values, isDefault: false };
}
