import { copyJson } from '../internal/json-copy.js';
import type { JsonObject } from '../internal/json.js';
import type { OperationSchemas } from '../operation-schemas.js';
import type { Operation } from '../operation.js';
import { Problem, unprocessable, type Violation } from './problem.js';
import { decodeText } from './query.js';
import { isSchema, type DocumentSchemas } from './schemas.js';
import { createValidator } from './validation/create-validator.js';

export interface ValidateInput {
  readonly path: Readonly<Record<string, string>>;
  /** Decoded parameters; defaults are added. */
  readonly query: Record<string, unknown>;
  /** `undefined`: a required body was not sent. */
  readonly body: unknown;
}

export interface Validation {
  /** Fills in defaults. Throws the 422 that lists every wrong place. `undefined`: nothing could be wrong. */
  request(operation: Operation, input: ValidateInput): Promise<void> | undefined;
  /** The same for a body alone: that of another operation, which a request is made of. */
  body(operationId: string, body: JsonObject): Promise<JsonObject>;
  /** Throws a 500 when an answer is not what the document says. */
  response(operation: Operation, body: unknown): Promise<void>;
}

export function createValidation(schemas: DocumentSchemas): Validation {
  const validator = createValidator(schemas.components);
  const rulesById = new Map(Object.entries(schemas.operations).map(([id, rules]) => [id, toRules(rules)]));

  const checkNamed = async (
    named: readonly NamedSchema[],
    values: Readonly<Record<string, unknown>>,
    root: string,
  ): Promise<Violation[]> => {
    const violations: Violation[] = [];
    for (const [name, schema] of named) {
      if (values[name] === undefined) continue;
      violations.push(...(await validator.check(schema, values[name], [root, name])));
    }
    return violations;
  };

  /** Numbers in a path are text until their schema says otherwise. */
  const decodePath = (named: readonly NamedSchema[], path: ValidateInput['path']): Record<string, unknown> =>
    Object.fromEntries(
      named.flatMap(([name, schema]) => {
        const text = path[name];
        if (text === undefined || !isSchema(schema)) return [];
        return [[name, decodeText(text, schema, schemas.components)]];
      }),
    );

  const check = async (rules: Rules, operation: Operation, { path, query, body }: ValidateInput): Promise<void> => {
    const violations = await checkNamed(rules.path, decodePath(rules.path, path), 'path');
    for (const name of rules.requiredQuery) {
      if (query[name] === undefined) violations.push(missing(['query', name]));
    }
    violations.push(...(await checkNamed(rules.query, query, 'query')));
    for (const [name, schema] of rules.query) {
      if (query[name] !== undefined || !isSchema(schema) || schema['default'] === undefined) continue;
      const fallback = schema['default'];
      query[name] = typeof fallback === 'object' ? structuredClone(fallback) : fallback;
    }
    // Lines are checked one by one, by the resolver.
    const bodySchema = operation.body?.kind === 'ndjson' ? undefined : rules.body;
    if (body === undefined && operation.body?.required === true) violations.push(missing(['body']));
    else if (bodySchema !== undefined) violations.push(...(await validator.check(bodySchema, body, ['body'])));
    if (violations.length > 0) throw unprocessable(violations);
  };

  return {
    request(operation, input) {
      const rules = rulesById.get(operation.id);
      if (rules === undefined) return undefined;
      const { path, query, requiredQuery, body } = rules;
      const isFree = path.length + query.length + requiredQuery.length === 0 && body === undefined;
      return isFree && operation.body === undefined ? undefined : check(rules, operation, input);
    },
    async body(operationId, body) {
      const schema = rulesById.get(operationId)?.body;
      const copy = copyJson<JsonObject>(body);
      const violations = schema === undefined ? [] : await validator.check(schema, copy, ['body']);
      if (violations.length > 0) throw unprocessable(violations);
      return copy;
    },
    async response(operation, body) {
      const schema = schemas.operations[operation.id]?.response;
      if (schema === undefined) return;
      const violations = await validator.check(schema, body, ['response']);
      if (violations.length === 0) return;
      const listed = violations.map(({ location, message }) => `${location.join('.')} ${message}`).join('; ');
      throw new Problem({
        status: 500,
        code: 'response_mismatch',
        message: `The answer of ${operation.id} is not what the document says: ${listed}`,
        details: { validation_errors: violations },
      });
    },
  };
}

type NamedSchema = readonly [name: string, schema: object];

/** What can be wrong with a request of one operation. */
interface Rules {
  readonly path: readonly NamedSchema[];
  readonly requiredQuery: readonly string[];
  readonly query: readonly NamedSchema[];
  readonly body: object | undefined;
}

function toRules({ path = {}, query = {}, requiredQuery = [], body }: OperationSchemas): Rules {
  const restricted = Object.entries(path).filter(([, schema]) => !takesAnySegment(schema));
  return { path: restricted, requiredQuery, query: Object.entries(query), body };
}

/** A path parameter is text, and no route matches an empty one. */
function takesAnySegment(schema: object): boolean {
  const { type, minLength = 0, ...others } = schema as { type?: unknown; minLength?: number };
  return type === 'string' && minLength <= 1 && Object.keys(others).length === 0;
}

const missing = (location: readonly string[]): Violation => ({
  type: 'missing',
  location,
  message: 'This field is required.',
});
