import type { JsonObject, JsonValue } from '../../internal/json.js';
import type { Bitset } from './bitset.js';
import { EngineError } from './engine-error.js';
import { isOperator, OPERATORS, type Condition } from './filter-operators.js';
import { readPath, withItems } from './read-path.js';
import { narrowAll, narrowAny, narrowNot, type Narrowed } from './narrowed.js';
import type { StringMatching } from './value-equality.js';
import type { FieldIndex } from './value-index.js';

/** What a filter looks at: the payload's fields, and the id as the field `document_id`. */
export interface FilterSubject {
  readonly id: string;
  readonly payload: JsonObject;
}

/** A filter that was checked once and can be asked many times. */
export interface CompiledFilter {
  matches(subject: FilterSubject): boolean;
  /** What the indexes know of it; `undefined` when nothing. */
  narrow(indexes: FieldIndexes): Narrowed | undefined;
}

export interface FieldIndexes {
  /** The documents there are. */
  readonly all: Bitset;
  /** The index of a field, if it has one. */
  of(field: string): FieldIndex | undefined;
}

export interface FilterOptions {
  /** Whether strings must agree in case where the filter itself does not say. Default false. */
  caseSensitive?: boolean;
}

/** A filter tree as it comes over the wire, or one already compiled. */
export type Filter = JsonObject | CompiledFilter;

const MAX_DEPTH = 32;
/** The field under which filters and sorts see the id. */
export const ID_FIELD = 'document_id';

const NOTHING: JsonValue[] = [];

/**
 * Compiles a filter tree.
 *
 * A node holds any of `AND` and `OR` (lists), `NOT` (a list or one condition: none may hold), a condition
 * `{ field, operator, value }` with `eq` as the default operator, and any other key as shorthand for equality:
 * `{ "metadata.title": "x" }`. All parts of a node must hold; `{}` holds for everything, an empty `OR` for nothing.
 * `case_sensitive` counts for its node and everything below.
 *
 * A field is a dotted path. A condition holds when any value at the path, or any item of an array there, fulfils it.
 * When the field is missing only `ne`, `nin`, `exists: false` and `is_null: false` hold.
 * A null counts as present: `exists` holds, `is_null` holds. `document_id` is compared exactly.
 *
 * @throws EngineError `unknown_operator`, `invalid_filter`, `invalid_regex`, `filter_too_deep` (over 32 levels)
 *
 * @example
 * compileFilter({ AND: [{ field: 'price', operator: 'lt', value: 10 }, { category: 'books' }] })
 */
export function compileFilter(filter: JsonObject, options: FilterOptions = {}): CompiledFilter {
  return compileNode(filter, { depth: 1, caseSensitive: options.caseSensitive ?? false });
}

export function isCompiled(filter: Filter): filter is CompiledFilter {
  return typeof filter.matches === 'function';
}

interface Place {
  readonly depth: number;
  readonly caseSensitive: boolean;
}

function compileNode(node: JsonValue | undefined, place: Place): CompiledFilter {
  if (place.depth > MAX_DEPTH) {
    const message = `The filter is nested more than ${MAX_DEPTH} levels deep; join conditions in fewer lists.`;
    throw new EngineError('filter_too_deep', message, { max_depth: MAX_DEPTH });
  }
  if (!isObject(node))
    throw invalid(`A filter must be an object; got ${(JSON.stringify(node) as string | undefined)?.slice(0, 80)}.`);

  const own = readCaseSensitive(node, place);
  const below = { ...own, depth: place.depth + 1 };
  const parts: CompiledFilter[] = [];
  const { field } = node;
  const isCondition = typeof field === 'string' && ('operator' in node || 'value' in node);
  if (isCondition) parts.push(compileCondition({ ...node, field }, own));

  for (const [key, value] of Object.entries(node)) {
    if (key === 'case_sensitive' || (isCondition && CONDITION_KEYS.has(key))) continue;
    if (key === 'AND' || key === 'OR' || key === 'NOT') {
      if (value !== null) parts.push(compileGroup(key, value, below));
    } else {
      refuseForeign(key, value);
      parts.push(compileCondition({ field: key, operator: 'eq', value }, own));
    }
  }
  return parts.length === 1 ? (parts[0] as CompiledFilter) : allOf(parts);
}

const CONDITION_KEYS: ReadonlySet<string> = new Set(['field', 'operator', 'value']);

function compileGroup(key: 'AND' | 'OR' | 'NOT', value: JsonValue, below: Place): CompiledFilter {
  if (key === 'NOT') {
    const nodes = Array.isArray(value) ? value : [value];
    return noneOf(nodes.map((node) => compileNode(node, below)));
  }
  if (!Array.isArray(value)) throw invalid(`"${key}" must be a list of filters.`);
  const nodes = value.map((node) => compileNode(node, below));
  return key === 'AND' ? allOf(nodes) : anyOf(nodes);
}

function compileCondition(node: JsonObject & { field: string }, place: Place): CompiledFilter {
  const { field } = node;
  const operator = node.operator ?? 'eq';
  if (typeof operator !== 'string' || !isOperator(operator)) {
    const known = Object.keys(OPERATORS);
    const message = `The operator ${JSON.stringify(operator)} on "${field}" is unknown; use one of ${known.join(', ')}.`;
    throw new EngineError('unknown_operator', message, { field, operator, known });
  }
  const isId = field === ID_FIELD;
  const matching: StringMatching = isId ? 'verbatim' : place.caseSensitive ? 'this-case' : 'any-case';
  const condition: Condition = OPERATORS[operator]({ field, operator, value: node.value, matching });
  return {
    matches: isId ? ({ id }) => condition.matchesOne(id) : fieldTest(field, condition),
    narrow(indexes) {
      const index = indexes.of(field);
      return index === undefined ? undefined : condition.narrow(index, indexes.all);
    },
  };
}

/** Most fields are keys of the payload itself with a plain value, and need no list of what stands at a path. */
function fieldTest(field: string, condition: Condition): (subject: FilterSubject) => boolean {
  const isKey = !field.includes('.');
  const whenMissing = condition.matches(NOTHING, NOTHING);
  return ({ payload }) => {
    const own: unknown = isKey ? payload[field] : undefined;
    if (typeof own === 'string' || typeof own === 'number' || typeof own === 'boolean') {
      return condition.matchesOne(own);
    }
    // Whatever else there is may be inherited, or be reached by a longer way.
    const values = readPath(payload, field);
    return values.length === 0 ? whenMissing : condition.matches(values, withItems(values));
  };
}

/** `case_sensitive` and the nodes below inherit from above. */
function readCaseSensitive(node: JsonObject, place: Place): Place {
  const value = node.case_sensitive ?? place.caseSensitive;
  if (typeof value !== 'boolean')
    throw invalid(`"case_sensitive" must be true or false; got ${JSON.stringify(value)}.`);
  return { ...place, caseSensitive: value };
}

/** Other filter languages would read as equality with a field of that name, and match nothing. */
function refuseForeign(key: string, value: JsonValue): void {
  const isDollar =
    key.startsWith('$') || (isObject(value) && Object.keys(value).some((inner) => inner.startsWith('$')));
  if (isDollar) {
    throw invalid(
      `"${key}": operators with "$" are not understood; write {"field": "...", "operator": "gt", "value": 1}.`,
    );
  }
  const upper = key.toUpperCase();
  if ((upper === 'AND' || upper === 'OR' || upper === 'NOT') && typeof value === 'object' && value !== null) {
    throw invalid(`"${key}" must be written "${upper}".`);
  }
}

/** Holds where all of them hold. */
export const allOf = (parts: readonly CompiledFilter[]): CompiledFilter => ({
  matches: (subject) => parts.every((part) => part.matches(subject)),
  narrow: (indexes) =>
    narrowAll(
      parts.map((part) => part.narrow(indexes)),
      indexes.all,
    ),
});

const anyOf = (parts: readonly CompiledFilter[]): CompiledFilter => ({
  matches: (subject) => parts.some((part) => part.matches(subject)),
  narrow: (indexes) =>
    narrowAny(
      parts.map((part) => part.narrow(indexes)),
      indexes.all,
    ),
});

const noneOf = (parts: readonly CompiledFilter[]): CompiledFilter => {
  const any = anyOf(parts);
  return {
    matches: (subject) => !any.matches(subject),
    narrow: (indexes) => narrowNot(any.narrow(indexes), indexes.all),
  };
};

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const invalid = (message: string): EngineError => new EngineError('invalid_filter', message);
