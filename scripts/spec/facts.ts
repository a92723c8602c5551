import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  schemaReference,
  VERBS,
  type OpenApiDocument,
  type OperationObject,
  type Parameter,
  type Schema,
  type Verb,
} from '../generate/openapi.js';
import { readTypeExpression } from './type-expression.js';

/** A line of `operations.jsonl`. */
interface OperationFact {
  method: string;
  path: string;
  tag: string | null;
  path_params?: ParameterFact[];
  query_params?: ParameterFact[];
  header_params?: ParameterFact[];
  namespaced?: boolean;
  body?: { content_type: string; schema: string; required: boolean } | null;
  responses: Record<string, string | null>;
}

/** A line of `schemas.jsonl`: an enum, a type, or an object. */
interface SchemaFact {
  name: string;
  enum?: unknown[];
  type?: string;
  fields?: FieldFact[];
  additional?: boolean;
  closed?: boolean;
}

interface ParameterFact {
  name: string;
  type: string;
  required?: boolean;
  default?: unknown;
  [bound: string]: unknown;
}

type FieldFact = ParameterFact;

const BOUNDS = [
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'pattern'],
];

/** Reads a directory with `operations.jsonl` and `schemas.jsonl`, one fact a line, as an OpenAPI document. */
export async function loadFacts(directory: string): Promise<OpenApiDocument> {
  const operations = await readLines<OperationFact>(join(directory, 'operations.jsonl'));
  const schemas = await readLines<SchemaFact>(join(directory, 'schemas.jsonl'));
  const paths: OpenApiDocument['paths'] = {};
  for (const fact of operations) {
    const verb = VERBS.find((each) => each === fact.method.toLowerCase());
    if (verb === undefined) throw new Error(`${fact.path}: unknown method ${fact.method}.`);
    (paths[fact.path] ??= {})[verb satisfies Verb] = toOperation(fact);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Facts', version: '0' },
    paths,
    components: { schemas: Object.fromEntries(schemas.map((fact) => [fact.name, toSchema(fact)])) },
  };
}

async function readLines<T>(file: string): Promise<T[]> {
  const text = await readFile(file, 'utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}

function toOperation(fact: OperationFact): OperationObject {
  const { path_params: path = [], query_params: query = [], header_params: headers = [], body } = fact;
  const toParameters = (facts: readonly ParameterFact[], place: Parameter['in']): Parameter[] =>
    facts.map((each) => ({
      name: each.name,
      in: place,
      required: each.required === true || place === 'path',
      schema: toFieldSchema(each),
    }));
  return {
    ...(fact.tag === null ? {} : { tags: [fact.tag] }),
    parameters: [
      ...toParameters(path, 'path'),
      ...toParameters(query, 'query'),
      ...toParameters(headers, 'header'),
      ...(fact.namespaced === true ? [{ name: 'X-Namespace', in: 'header' as const, schema: { type: 'string' } }] : []),
    ],
    ...(body
      ? {
          requestBody: { required: body.required, content: { [body.content_type]: { schema: readType(body.schema) } } },
        }
      : {}),
    responses: Object.fromEntries(
      Object.entries(fact.responses).map(([status, type]) => [
        status,
        type === null || type === '' ? {} : { content: { 'application/json': { schema: readType(type) } } },
      ]),
    ),
  };
}

function toSchema(fact: SchemaFact): Schema {
  if (fact.enum) return { enum: fact.enum };
  if (fact.type !== undefined) return readType(fact.type);
  const fields = fact.fields ?? [];
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, toFieldSchema(field)])),
    required: fields.filter(({ required }) => required === true).map(({ name }) => name),
    ...(fact.additional === true ? { additionalProperties: true } : {}),
    ...(fact.closed === true ? { additionalProperties: false } : {}),
  };
}

function toFieldSchema(fact: FieldFact): Schema {
  const schema = readType(fact.type);
  const bounds = BOUNDS.filter((name) => fact[name] !== undefined && !('anyOf' in schema));
  return {
    ...schema,
    ...Object.fromEntries(bounds.map((name) => [name, fact[name]])),
    ...(fact.default === undefined || fact.default === null ? {} : { default: fact.default }),
  };
}

const readType = (text: string): Schema => readTypeExpression(text, schemaReference);
