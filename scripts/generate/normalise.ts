import { pascalCase } from './names.js';
import { resolve, schemaReference, VERBS } from './openapi.js';
import type {
  MediaType,
  OpenApiDocument,
  OperationObject,
  Parameter,
  RequestBody,
  Response,
  Schema,
  Verb,
} from './openapi.js';

/** An operation with its references followed and its transport concerns taken out. */
export interface SourceOperation {
  readonly verb: Verb;
  readonly path: string;
  readonly object: OperationObject;
  readonly hints: Hints;
  readonly parameters: readonly Parameter[];
  readonly body: RequestBody | undefined;
  readonly responses: Readonly<Record<string, Response>>;
  readonly namespaceHeader: boolean;
}

/** What the overlay says about an operation; see the contract in `openapi/README.md`. */
export interface Hints {
  resource?: string;
  method?: string;
  namespace?: { in: 'path' | 'header' | 'both'; arg?: true };
  retry?: 'safe' | 'idempotent' | 'unsafe';
  consistency?: 'writes' | 'reads';
  stream?: string;
  event?: string;
  named?: true;
  page?: Record<string, string>;
  shape?: { unwrap?: string; rename?: Record<string, string> };
  encode?: 'documents';
  free?: true;
  list?: string;
  drop?: string[];
  optional?: string[];
  handwritten?: true;
}

/** Header parameters that the transport sets itself. Both spellings of `Authorization` occur in one document. */
const TRANSPORT_HEADERS = new Set(['authorization', 'accept', 'content-type', 'x-namespace', 'x-write-token']);
const NAMESPACE_PARAMETER = /^\/v1\/namespaces\/\{(namespace_identifier|namespace_id|namespace)\}/;

/** Lists the public operations in a stable order. `skipped` says what was left out and why. */
export function listOperations(document: OpenApiDocument): { operations: SourceOperation[]; skipped: string[] } {
  const operations: SourceOperation[] = [];
  const skipped: string[] = [];
  const seen = new Map<string, string>();
  const paths = Object.keys(document.paths).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  for (const path of paths) {
    const item = document.paths[path];
    for (const verb of VERBS) {
      const object = item?.[verb];
      if (item === undefined || object === undefined) continue;
      const where = `${verb.toUpperCase()} ${path}`;
      if (isPrivate(path, object)) {
        skipped.push(`${where}: private`);
        continue;
      }
      const route = `${verb} ${path.replace(/\/$/, '').replaceAll(/\{[^}]+\}/g, '{}')}`;
      const twin = seen.get(route);
      if (twin !== undefined) {
        skipped.push(`${where}: the same route as ${twin}`);
        continue;
      }
      seen.set(route, path);
      operations.push(toSource(document, { verb, path, object, shared: item.parameters ?? [] }));
    }
  }
  return { operations: operations.sort((a, b) => (a.path === b.path ? 0 : a.path < b.path ? -1 : 1)), skipped };
}

function isPrivate(path: string, object: OperationObject): boolean {
  return /^\/v1\/(private|internal)(\/|$)/.test(path) || (object.tags ?? []).includes('Private');
}

interface Found {
  verb: Verb;
  path: string;
  object: OperationObject;
  shared: NonNullable<OperationObject['parameters']>;
}

function toSource(document: OpenApiDocument, { verb, path, object, shared }: Found): SourceOperation {
  const declared = [...shared, ...(object.parameters ?? [])].map((parameter) =>
    resolve<Parameter>(document, parameter),
  );
  const unifiedPath = path.replace(NAMESPACE_PARAMETER, '/v1/namespaces/{namespace_id}');
  const renamed = NAMESPACE_PARAMETER.exec(path)?.[1];
  const names = new Set<string>();
  const parameters = declared.filter((parameter) => {
    const key = `${parameter.in}:${parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name}`;
    if (names.has(key) || (parameter.in === 'header' && TRANSPORT_HEADERS.has(parameter.name.toLowerCase())))
      return false;
    names.add(key);
    return true;
  });
  const responses = Object.entries(object.responses ?? {}).map(
    ([status, response]) => [status, resolve<Response>(document, response)] as const,
  );
  return {
    verb,
    path: unifiedPath,
    object,
    hints: object['x-mixpeek'] ?? {},
    parameters: parameters.map((p) => (p.in === 'path' && p.name === renamed ? { ...p, name: 'namespace_id' } : p)),
    body: object.requestBody === undefined ? undefined : resolve<RequestBody>(document, object.requestBody),
    responses: Object.fromEntries(responses),
    namespaceHeader: declared.some((p) => p.in === 'header' && p.name.toLowerCase() === 'x-namespace'),
  };
}

/** Gives every inline request and success body a name, so that each has one exported type. */
export function nameInlineBodies(
  document: OpenApiDocument,
  operations: readonly (SourceOperation & { id: string })[],
): void {
  const schemas = ((document.components ??= {}).schemas ??= {});
  const hoist = (media: MediaType | undefined, name: string): void => {
    if (media?.schema === undefined || media.schema.$ref !== undefined) return;
    if (schemas[name] !== undefined) throw new Error(`An inline body would be called ${name}, which exists already.`);
    schemas[name] = media.schema;
    media.schema = { $ref: schemaReference(name) };
  };
  for (const operation of operations) {
    const base = pascalCase(operation.id);
    for (const media of Object.values(operation.body?.content ?? {})) hoist(media, `${base}Body`);
    const [, success] = successOf(operation);
    const json = success?.content?.['application/json'];
    if (json?.schema && isObjectLike(json.schema)) hoist(json, `${base}Result`);
  }
}

const isObjectLike = (schema: Schema): boolean => schema.type === 'object' || schema.properties !== undefined;

/** The first 2xx answer, with its status. */
export function successOf(operation: Pick<SourceOperation, 'responses'>): readonly [number, Response | undefined] {
  const status = Object.keys(operation.responses)
    .filter((key) => key.startsWith('2'))
    .sort()[0];
  return status === undefined ? [200, undefined] : [Number(status), operation.responses[status]];
}
