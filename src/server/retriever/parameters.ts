import type { JsonObject, JsonValue } from '../../internal/json.js';
import type { Violation } from '../problem.js';
import { parameterProblem } from './parameter-problem.js';
import { isTemplate } from './templates.js';

/** The part of JSON Schema that the document's stage parameters are written in. */
export interface ParameterSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: JsonValue;
  readonly enum?: readonly JsonValue[];
  readonly default?: JsonValue;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: ParameterSchema | boolean;
  readonly properties?: Readonly<Record<string, ParameterSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: ParameterSchema | boolean;
  readonly anyOf?: readonly ParameterSchema[];
  readonly oneOf?: readonly ParameterSchema[];
}

export type ParameterSchemas = Readonly<Record<string, ParameterSchema>>;

interface CheckOptions {
  readonly schemas: ParameterSchemas;
  /** Where the value stands: `stages`, 0, `config`, `parameters`. */
  readonly place: readonly (string | number)[];
  /** Whether a template may stand for any value. After rendering it may not. */
  readonly templates: 'allowed' | 'filled';
}

interface Outcome {
  readonly value: JsonValue;
  readonly violations: readonly Violation[];
}

/** Filters have a language of their own, which the engine checks. */
const FILTER_SCHEMA = 'LogicalOperator';

/**
 * Checks parameters against their schema in the document and returns them with defaults filled in; null stands for the
 * default. A walk of its own instead of a validator, for two things that one cannot say: a template may stand for a
 * value of any kind, and a field that the schema does not name is refused instead of ignored.
 *
 * @throws Problem 422 with the path of each wrong field
 */
export function checkParameters(parameters: JsonObject, schemaName: string, options: CheckOptions): JsonObject {
  const schema: ParameterSchema = { $ref: schemaName };
  const { value, violations } = walk(parameters, schema, { ...options, seen: options.place });
  if (violations.length > 0) throw parameterProblem(violations);
  return value as JsonObject;
}

interface Walk extends CheckOptions {
  readonly seen: readonly (string | number)[];
}

function walk(value: JsonValue, given: ParameterSchema, at: Walk): Outcome {
  if (at.templates === 'allowed' && isTemplate(value)) return accept(value);
  const schema = resolve(given, at.schemas);
  if (isFilterSchema(given)) return isObject(value) ? accept(value) : refuse(at, value, 'object');
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined) return walkVariants(value, variants, at);
  const problem = plainProblem(value, schema);
  if (problem !== undefined) return { value, violations: [violation(at, problem)] };
  if (Array.isArray(value)) return walkItems(value, schema, at);
  return isObject(value) ? walkFields(value, schema, at) : accept(value);
}

const isFilterSchema = ({ $ref }: ParameterSchema): boolean => $ref?.endsWith(FILTER_SCHEMA) === true;

/** The variant that the value is meant to be: by discriminator, else by type. Its violations are the ones worth telling. */
function walkVariants(value: JsonValue, variants: readonly ParameterSchema[], at: Walk): Outcome {
  // Filters are filled by their stage, after this check.
  if (isTemplate(value) && variants.some(isFilterSchema)) return accept(value);
  const property = isObject(value) ? discriminatorOf(variants, at.schemas) : undefined;
  if (property !== undefined && isObject(value)) return walkDiscriminated(value, variants, { at, property });
  const outcomes = variants
    .filter((variant) => fitsType(value, resolve(variant, at.schemas)))
    .map((variant) => walk(value, variant, at));
  const accepted = outcomes.find((outcome) => outcome.violations.length === 0);
  const closest = outcomes.toSorted((a, b) => depth(b) - depth(a))[0];
  return accepted ?? closest ?? refuse(at, value, typesOf(variants, at.schemas).join(' or '));
}

function walkDiscriminated(
  value: JsonObject,
  variants: readonly ParameterSchema[],
  { at, property }: { at: Walk; property: string },
): Outcome {
  const nameOf = (variant: ParameterSchema): JsonValue | undefined =>
    resolve(variant, at.schemas).properties?.[property]?.const;
  const named = variants.filter((variant) => nameOf(variant) !== undefined);
  const chosen = named.find((variant) => nameOf(variant) === value[property]);
  if (chosen !== undefined) return walk(value, chosen, at);
  const known = named.map((variant) => JSON.stringify(nameOf(variant))).join(', ');
  const got = value[property] === undefined ? 'is required' : `is ${JSON.stringify(value[property])}`;
  return {
    value,
    violations: [violation(below(at, property), { type: 'enum', message: `${got}; use one of ${known}` })],
  };
}

function walkItems(value: readonly JsonValue[], schema: ParameterSchema, at: Walk): Outcome {
  // Vectors have no schema for their numbers: the search checks them, once the dimension is known.
  if (typeof schema.items !== 'object') return accept([...value]);
  const { items } = schema;
  const outcomes = value.map((item, index) => walk(item, items, below(at, index)));
  return { value: outcomes.map((one) => one.value), violations: outcomes.flatMap((one) => one.violations) };
}

function walkFields(value: JsonObject, schema: ParameterSchema, at: Walk): Outcome {
  const { properties, required = [], additionalProperties: extra } = schema;
  if (properties === undefined && typeof extra !== 'object') return accept(value);
  const known = properties ?? {};
  const filled: [string, JsonValue][] = [];
  const violations: Violation[] = [];
  for (const [name, property] of Object.entries(known)) {
    const item = Object.hasOwn(value, name) ? value[name] : undefined;
    const fallback = property.default ?? resolve(property, at.schemas).default;
    if (item === undefined && required.includes(name)) {
      violations.push(violation(below(at, name), { type: 'missing', message: 'is required' }));
    } else if (item === undefined || (item === null && fallback !== undefined)) {
      if (fallback !== undefined) filled.push([name, fallback]);
    } else {
      const outcome = walk(item, property, below(at, name));
      filled.push([name, outcome.value]);
      violations.push(...outcome.violations);
    }
  }
  for (const [name, item] of Object.entries(value)) {
    if (Object.hasOwn(known, name)) continue;
    if (typeof extra === 'object') {
      const outcome = walk(item, extra, below(at, name));
      filled.push([name, outcome.value]);
      violations.push(...outcome.violations);
    } else if (extra === true) {
      filled.push([name, item]);
    } else {
      const message = `is not known here; the fields are ${Object.keys(known).join(', ')}`;
      violations.push(violation(below(at, name), { type: 'extra_forbidden', message }));
    }
  }
  return { value: Object.fromEntries(filled), violations };
}

/** The field whose fixed value tells the variants apart. */
function discriminatorOf(variants: readonly ParameterSchema[], schemas: ParameterSchemas): string | undefined {
  const objects = variants
    .map((variant) => resolve(variant, schemas))
    .filter((schema) => schema.properties !== undefined);
  if (objects.length < 2) return undefined;
  const [first] = objects;
  return Object.keys(first?.properties ?? {}).find((name) =>
    objects.every((schema) => schema.properties?.[name]?.const !== undefined),
  );
}

interface Complaint {
  readonly type: string;
  readonly message: string;
}

function plainProblem(value: JsonValue, schema: ParameterSchema): Complaint | undefined {
  if (!fitsType(value, schema)) return typeComplaint(value, typesOf([schema], {}).join(' or '));
  const choices = schema.const === undefined ? schema.enum : [schema.const];
  if (choices !== undefined && value !== null && !choices.includes(value)) {
    const allowed = choices.map((choice) => JSON.stringify(choice)).join(', ');
    return { type: 'enum', message: `must be one of ${allowed}, not ${show(value)}` };
  }
  const { minimum, maximum, minLength = 0, minItems = 0, maxItems = Infinity } = schema;
  if (typeof value === 'number') {
    const isLow = minimum !== undefined && value < minimum;
    const isHigh = maximum !== undefined && value > maximum;
    if (isLow || isHigh) return { type: 'out_of_range', message: `must be ${range(minimum, maximum)}, not ${value}` };
  }
  if (typeof value === 'string' && value.length < minLength) {
    return { type: 'too_short', message: `must have at least ${minLength} character${minLength === 1 ? '' : 's'}` };
  }
  if (Array.isArray(value) && (value.length < minItems || value.length > maxItems)) {
    const bounds = range(minItems, maxItems === Infinity ? undefined : maxItems);
    return { type: 'wrong_length', message: `must have ${bounds} items, not ${value.length}` };
  }
  return undefined;
}

function range(minimum: number | undefined, maximum: number | undefined): string {
  if (minimum === undefined) return `at most ${maximum}`;
  return maximum === undefined ? `at least ${minimum}` : `from ${minimum} to ${maximum}`;
}

function fitsType(value: JsonValue, schema: ParameterSchema): boolean {
  const variants = schema.anyOf ?? schema.oneOf;
  if (schema.type === undefined || variants !== undefined) return true;
  return [schema.type].flat().some((type) => isOfType(value, type));
}

function isOfType(value: JsonValue, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

function typesOf(variants: readonly ParameterSchema[], schemas: ParameterSchemas): string[] {
  const types = variants.flatMap((variant) => resolve(variant, schemas).type ?? []);
  return [...new Set(types.flat())].filter((type) => type !== 'null');
}

function resolve(schema: ParameterSchema, schemas: ParameterSchemas): ParameterSchema {
  if (schema.$ref === undefined) return schema;
  const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
  const target = schemas[name];
  if (target === undefined) throw new Error(`The document has no schema "${name}".`);
  return resolve(target, schemas);
}

const accept = (value: JsonValue): Outcome => ({ value, violations: [] });

const refuse = (at: Walk, value: JsonValue, type: string): Outcome => ({
  value,
  violations: [violation(at, typeComplaint(value, type))],
});

const typeComplaint = (value: JsonValue, type: string): Complaint => ({
  type: 'type_error',
  message: `must be of type ${type}, not ${show(value)}`,
});

const violation = (at: Walk, complaint: Complaint): Violation => ({ ...complaint, location: at.seen });

const below = (at: Walk, key: string | number): Walk => ({ ...at, seen: [...at.seen, key] });

const depth = (outcome: Outcome): number => Math.max(...outcome.violations.map((one) => one.location.length));

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : Array.isArray(value) ? 'an array' : `${text.slice(0, 57)}...`;
}
