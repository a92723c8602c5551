import type { JsonObject, JsonValue } from '../../internal/json.js';
import { badRequest, unprocessable, type Violation } from '../problem.js';

/** An input of a retriever: its kind, and whether it may be left out. */
interface InputField {
  readonly type: string;
  readonly required?: boolean | null;
  readonly default?: JsonValue;
  readonly enum?: readonly JsonValue[] | null;
  readonly items?: InputField | null;
  readonly properties?: Readonly<Record<string, InputField>> | null;
}

export type InputSchema = Readonly<Record<string, InputField>>;

export interface ResolvedInputs {
  /** Given values and defaults. */
  readonly values: JsonObject;
  /** Declared, not required, not given and without a default. */
  readonly absent: ReadonlySet<string>;
}

/** Media come as an address or as base64 text. */
const TEXT_TYPES = new Set(['string', 'text', 'image', 'audio', 'video', 'pdf', 'excel']);

/**
 * Checks the inputs of an execution and fills in defaults. `usedBy` gives the stages that read an input.
 * Throws 400 `missing_input` for a required one that is left out, 422 for values of the wrong kind.
 */
export function resolveInputs(
  given: JsonObject,
  options: { schema: InputSchema; usedBy: (input: string) => readonly string[] },
): ResolvedInputs {
  const values: JsonObject = { ...given };
  const absent = new Set<string>();
  const violations: Violation[] = [];
  for (const [name, field] of Object.entries(options.schema)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value !== undefined && value !== null) {
      violations.push(...violationsOf(value, field, ['body', 'inputs', name]));
    } else if (field.default !== undefined && field.default !== null) {
      values[name] = field.default;
    } else if (field.required === true) {
      throw missingInput(name, options.usedBy(name));
    } else {
      absent.add(name);
    }
  }
  if (violations.length > 0) throw unprocessable(violations);
  return { values, absent };
}

export function missingInput(name: string, stages: readonly string[]): Error {
  const use = stages.length === 0 ? '' : ` Stage ${stages.map((stage) => `"${stage}"`).join(', ')} uses it.`;
  return badRequest('missing_input', `The input "${name}" has no value.${use} Send it as inputs.${name}.`, {
    input: name,
    stages,
  });
}

function violationsOf(value: JsonValue, field: InputField, location: readonly (string | number)[]): Violation[] {
  if (!isOfType(value, field.type)) {
    return [{ type: 'type_error', location, message: `must be of type ${field.type}, not ${kindOf(value)}` }];
  }
  const choices = field.enum;
  if (choices !== undefined && choices !== null && !choices.some((choice) => isEqual(choice, value))) {
    const allowed = choices.map((choice) => JSON.stringify(choice)).join(', ');
    return [{ type: 'enum', location, message: `must be one of ${allowed}, not ${JSON.stringify(value)}` }];
  }
  if (Array.isArray(value)) {
    const { items } = field;
    if (items === undefined || items === null) return [];
    return value.flatMap((item, index) => violationsOf(item, items, [...location, index]));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(field.properties ?? {}).flatMap(([name, property]) => {
    const inner = value[name];
    if (inner !== undefined && inner !== null) return violationsOf(inner, property, [...location, name]);
    return property.required === true
      ? [{ type: 'missing', location: [...location, name], message: 'is required' }]
      : [];
  });
}

function isOfType(value: JsonValue, type: string): boolean {
  if (TEXT_TYPES.has(type)) return typeof value === 'string';
  switch (type) {
    case 'number':
    case 'float':
      return typeof value === 'number';
    case 'integer':
      return Number.isInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && !Array.isArray(value);
    case 'date':
    case 'datetime':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value));
    case 'document_reference':
      return typeof value === 'string' || (typeof value === 'object' && !Array.isArray(value));
    default:
      return true;
  }
}

function kindOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'string' && value.length < 40 ? `"${value}"` : typeof value;
}

function isEqual(a: JsonValue, b: JsonValue): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
