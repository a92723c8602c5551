import type { Operation } from '../operation.js';
import { Problem, unprocessable, type Violation } from './problem.js';
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
  /** Fills in defaults. Throws the 422 that lists every wrong place. */
  request(operation: Operation, input: ValidateInput): Promise<void>;
  /** Throws a 500 when an answer is not what the document says. */
  response(operation: Operation, body: unknown): Promise<void>;
}

export function createValidation(schemas: DocumentSchemas): Validation {
  const validator = createValidator(schemas.components);
  const of = (operation: Operation) => schemas.operations[operation.id];

  const checkNamed = async (
    named: Readonly<Record<string, object>> | undefined,
    values: Readonly<Record<string, unknown>>,
    root: string,
  ): Promise<Violation[]> => {
    const violations: Violation[] = [];
    for (const [name, schema] of Object.entries(named ?? {})) {
      if (values[name] === undefined) continue;
      violations.push(...(await validator.check(schema, values[name], [root, name])));
    }
    return violations;
  };

  return {
    async request(operation, { path, query, body }) {
      const rules = of(operation);
      if (rules === undefined) return;
      const violations = await checkNamed(rules.path, path, 'path');
      for (const name of rules.requiredQuery ?? []) {
        if (query[name] === undefined) violations.push(missing(['query', name]));
      }
      violations.push(...(await checkNamed(rules.query, query, 'query')));
      for (const [name, schema] of Object.entries(rules.query ?? {})) {
        if (query[name] !== undefined || !isSchema(schema) || schema['default'] === undefined) continue;
        const fallback = schema['default'];
        query[name] = typeof fallback === 'object' ? structuredClone(fallback) : fallback;
      }
      // Lines are checked one by one, by the resolver.
      const bodySchema = operation.body?.kind === 'ndjson' ? undefined : rules.body;
      if (body === undefined && operation.body?.required === true) violations.push(missing(['body']));
      else if (bodySchema !== undefined) violations.push(...(await validator.check(bodySchema, body, ['body'])));
      if (violations.length > 0) throw unprocessable(violations);
    },
    async response(operation, body) {
      const schema = of(operation)?.response;
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

const missing = (location: readonly string[]): Violation => ({
  type: 'missing',
  location,
  message: 'This field is required.',
});
