import type { JsonObject, JsonValue } from '../../internal/json.js';
import { allOf, compileFilter, type CompiledFilter } from '../engine/index.js';
import { namingPlace } from './engine-problem.js';
import {
  isTemplate,
  parseReference,
  renderTemplates,
  type TemplateReference,
  type TemplateScope,
} from './templates.js';

/** Stand-ins for values that a template gives later, so that the rest of a filter can be checked now. */
const STAND_IN: Readonly<Record<string, JsonValue>> = {
  in: [],
  nin: [],
  exists: true,
  is_null: true,
  gt: 0,
  gte: 0,
  lt: 0,
  lte: 0,
};

/** Refuses a filter that no value of its templates could make right. `path` names it in the message. */
export function checkFilter(filter: JsonObject, path: string): void {
  namingPlace(path, () => compileFilter(withStandIns(filter) as JsonObject));
}

/** Fills in templates and dynamic values, and compiles. Everything in the filters must hold. */
export function compileFilters(
  filters: readonly (JsonObject | null | undefined)[],
  options: { scope: TemplateScope; path: string; caseSensitive?: boolean },
): CompiledFilter | undefined {
  const given = filters.filter((filter) => filter !== null && filter !== undefined);
  if (given.length === 0) return undefined;
  const filled = given.map((filter) => fillFilter(filter, options.scope));
  const joined: JsonObject = filled.length === 1 ? (filled[0] as JsonObject) : { AND: filled };
  const caseSensitive = options.caseSensitive ?? false;
  return namingPlace(options.path, () => compileFilter(joined, { caseSensitive }));
}

/** One filter that holds where all of them hold. */
export function joinFilters(filters: readonly (CompiledFilter | undefined)[]): CompiledFilter | undefined {
  const given = filters.filter((filter) => filter !== undefined);
  if (given.length < 2) return given[0];
  return allOf(given);
}

/** The references of a filter: templates, and values of the form `{ type: "dynamic", field: "inputs.x" }`. */
export function dynamicReferences(value: JsonValue): TemplateReference[] {
  if (value === null || typeof value !== 'object') return [];
  if (isDynamic(value)) return [dynamicReference(value)];
  return Object.values(value).flatMap(dynamicReferences);
}

/** Fields that a filter looks at, each once. */
export function fieldsOfFilter(filter: JsonObject): string[] {
  const fields = new Set<string>();
  const collect = (node: JsonValue): void => {
    if (Array.isArray(node)) node.forEach(collect);
    if (node === null || typeof node !== 'object' || Array.isArray(node)) return;
    const { field } = node;
    const isCondition = typeof field === 'string' && ('operator' in node || 'value' in node);
    if (isCondition) fields.add(field);
    for (const [key, value] of Object.entries(node)) {
      if (key === 'AND' || key === 'OR' || key === 'NOT') collect(value);
      else if (key !== 'case_sensitive' && !(isCondition && CONDITION_KEYS.has(key))) fields.add(key);
    }
  };
  collect(filter);
  return [...fields];
}

const CONDITION_KEYS: ReadonlySet<string> = new Set(['field', 'operator', 'value']);

function fillFilter(filter: JsonObject, scope: TemplateScope): JsonObject {
  return renderTemplates(fillDynamic(filter, scope), scope) as JsonObject;
}

function fillDynamic(value: JsonValue, scope: TemplateScope): JsonValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => fillDynamic(item, scope));
  if (isDynamic(value)) return scope(dynamicReference(value)) ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillDynamic(item, scope)]));
}

interface DynamicValue extends JsonObject {
  type: 'dynamic';
  field: string;
}

function isDynamic(value: JsonValue): value is DynamicValue {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  return value.type === 'dynamic' && typeof value.field === 'string';
}

/** `inputs.category` and `INPUT.category` name a root; a bare `category` is an input. */
function dynamicReference({ field }: DynamicValue): TemplateReference {
  const hasRoot = /^(inputs?|doc|stage|context|secrets?)[.[]/i.test(field);
  return parseReference(hasRoot ? field : `INPUT.${field}`);
}

function withStandIns(node: JsonValue): JsonValue {
  if (node === null || typeof node !== 'object') return isTemplate(node) ? 'x' : node;
  if (Array.isArray(node)) return node.map(withStandIns);
  if (isDynamic(node)) return 'x';
  const { operator, value } = node;
  const isLater = value !== undefined && (isTemplate(value) || isDynamic(value));
  const entries = Object.entries(node).map(([key, item]): [string, JsonValue] => {
    if (key === 'value' && isLater && typeof operator === 'string') return [key, STAND_IN[operator] ?? 'x'];
    return [key, withStandIns(item)];
  });
  return Object.fromEntries(entries);
}
