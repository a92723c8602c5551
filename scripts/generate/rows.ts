import type {
  BodySpec,
  HttpMethod,
  NamespaceSpec,
  Operation,
  PageSpec,
  ParameterSpec,
  RetryClass,
} from '../../src/operation.js';
import { successOf } from './normalise.js';
import type { SourceOperation } from './normalise.js';
import { schemaName } from './openapi.js';
import type { MediaType, OpenApiDocument, Schema } from './openapi.js';

export type NamedOperation = SourceOperation & { id: string };

/** One operation of the document -> one row. Fields that have their default are left out. */
export function toRow(document: OpenApiDocument, operation: NamedOperation): Operation {
  const { id, verb, path, hints, parameters } = operation;
  const namespace = hints.namespace ?? namespaceByRule(operation);
  const dropped = new Set(hints.drop ?? []);
  const query = parameters
    .filter((p) => p.in === 'query' && !dropped.has(p.name) && p.name !== 'namespace')
    .map(toParameterSpec);
  const headers = parameters.filter((p) => p.in === 'header').map(toParameterSpec);
  const args = [...path.matchAll(/\{([^}]+)\}/g)]
    .map((match) => match[1] ?? '')
    .filter((name) => !(namespace && namespace.in !== 'header' && name === 'namespace_id'));
  const body = toBodySpec(document, operation);
  const response = responseKind(operation);
  const page = (hints.page as PageSpec | undefined) ?? pageByRule(document, operation);
  return prune({
    id,
    http: verb.toUpperCase() as HttpMethod,
    path,
    args: args.length > 0 ? args : undefined,
    namespace,
    query: query.length > 0 ? query : undefined,
    headers: headers.length > 0 ? headers : undefined,
    body,
    response: response === 'json' ? undefined : response,
    stream: hints.stream,
    namedEvents: hints.named,
    streamsByDefault: streamsByDefault(document, operation) ? (true as const) : undefined,
    page,
    retry: hints.retry ?? retryByRule(operation),
    consistency: hints.consistency,
    shape: hints.shape,
    public: isPublic(document, operation) ? (true as const) : undefined,
    deprecated: operation.object.deprecated ? (true as const) : undefined,
  });
}

/** Whether the field that asks for events is true when it is left out. */
function streamsByDefault(document: OpenApiDocument, operation: NamedOperation): boolean {
  const { stream } = operation.hints;
  const schema = followSchema(document, bodyMedia(operation)?.[1].schema);
  return stream !== undefined && schema?.properties?.[stream]?.default === true;
}

/** `security: []`, on a document that asks for a key otherwise: published documents have it on every operation. */
function isPublic(document: OpenApiDocument, { object }: NamedOperation): boolean {
  return (document.security ?? []).length > 0 && object.security?.length === 0;
}

/** A list is a read whatever its verb is. */
function retryByRule({ id, verb }: NamedOperation): RetryClass {
  if (verb === 'get' || id.endsWith('.list')) return 'safe';
  return verb === 'put' || verb === 'delete' ? 'idempotent' : 'unsafe';
}

function namespaceByRule({ id, path, namespaceHeader }: NamedOperation): NamespaceSpec | undefined {
  const inPath = path.startsWith('/v1/namespaces/{namespace_id}');
  if (!inPath && !namespaceHeader) return undefined;
  const onNamespace = inPath && id.split('.').length === 2;
  return {
    in: inPath && namespaceHeader ? 'both' : inPath ? 'path' : 'header',
    ...(onNamespace ? { arg: true as const } : {}),
  };
}

function toParameterSpec({
  name,
  required,
  explode,
}: {
  name: string;
  required?: boolean;
  explode?: boolean;
}): ParameterSpec {
  return {
    name,
    ...(required ? { required: true as const } : {}),
    ...(explode === false ? { explode: false as const } : {}),
  };
}

const BODY_KINDS: readonly (readonly [RegExp, BodySpec['kind']])[] = [
  [/^multipart\/form-data/, 'multipart'],
  [/ndjson/, 'ndjson'],
  [/json/, 'json'],
  [/./, 'binary'],
];

export function bodyMedia(operation: SourceOperation): readonly [BodySpec['kind'], MediaType] | undefined {
  const content = Object.entries(operation.body?.content ?? {});
  for (const [pattern, kind] of BODY_KINDS) {
    const found = content.find(([type]) => pattern.test(type));
    if (found) return [kind, found[1]];
  }
  return undefined;
}

function toBodySpec(document: OpenApiDocument, operation: NamedOperation): BodySpec | undefined {
  const media = bodyMedia(operation);
  if (media === undefined) return undefined;
  const [kind, { schema }] = media;
  const target = followSchema(document, schema);
  const isFree =
    operation.hints.free ??
    (kind === 'json' &&
      target?.type === 'object' &&
      target.properties === undefined &&
      target.additionalProperties !== false);
  return prune({
    kind,
    required: operation.body?.required ? (true as const) : undefined,
    free: isFree ? (true as const) : undefined,
    encode: operation.hints.encode,
    list: operation.hints.list,
    parts: kind === 'multipart' ? toParts(document, target) : undefined,
    fields: kind === 'json' && !isFree ? toFields(document, target, operation.hints.optional) : undefined,
  });
}

const KINDS: Readonly<Record<string, string>> = {
  string: 's',
  integer: 'i',
  number: 'n',
  boolean: 'b',
  array: 'a',
  object: 'o',
};

/** The compact form of a body's fields that `BodySpec.fields` describes. */
function toFields(
  document: OpenApiDocument,
  schema: Schema | undefined,
  optional: readonly string[] = [],
): string | undefined {
  const required = new Set((schema?.required ?? []).filter((name) => !optional.includes(name)));
  const words = Object.entries(schema?.properties ?? {}).flatMap(([name, property]) => {
    const kinds = kindsOf(document, property);
    const isNullable = kinds.delete('null');
    const [kind = 'x', ...others] = [...kinds].map((type) => KINDS[type] ?? 'x');
    const letter = others.length > 0 ? 'x' : kind;
    if (letter === 'x' && !required.has(name)) return [];
    return [`${name}${required.has(name) ? '*' : ''}:${letter}${isNullable ? '?' : ''}`];
  });
  return words.length > 0 ? words.join(' ') : undefined;
}

/** The JSON types that a schema lets through, `any` when it does not say. */
function kindsOf(document: OpenApiDocument, schema: Schema | undefined): Set<string> {
  const followed = followSchema(document, schema);
  if (followed?.['x-mixpeek-vector'] === true) return new Set(['any']);
  const branches = followed?.anyOf ?? followed?.oneOf;
  if (branches) return new Set(branches.flatMap((branch) => [...kindsOf(document, branch)]));
  if (followed?.type !== undefined) return new Set([followed.type].flat());
  if (followed?.properties || followed?.allOf) return new Set(['object']);
  if (followed?.enum) return new Set(followed.enum.map((value) => (value === null ? 'null' : typeof value)));
  return new Set(['any']);
}

/** Files go last: a server that streams then knows every field before the first byte of the file. */
function toParts(document: OpenApiDocument, schema: Schema | undefined): BodySpec['parts'] {
  const required = new Set(schema?.required ?? []);
  const parts = Object.entries(schema?.properties ?? {}).map(([name, property]) => ({
    name,
    ...(isBinary(followSchema(document, property)) ? { file: true as const } : {}),
    ...(required.has(name) ? { required: true as const } : {}),
  }));
  return parts.sort((a, b) => Number(a.file ?? false) - Number(b.file ?? false));
}

export const isBinary = (schema: Schema | undefined): boolean =>
  schema?.format === 'binary' || schema?.contentMediaType !== undefined;

function responseKind(operation: NamedOperation): NonNullable<Operation['response']> {
  const [, success] = successOf(operation);
  const types = Object.keys(success?.content ?? {});
  if (types.length === 0) return 'none';
  if (types.some((type) => type.includes('json'))) return 'json';
  return types.every((type) => /^text\/|yaml/.test(type)) ? 'text' : 'binary';
}

/** Recognises the usual pagination dialects from parameters and the answer's fields. */
function pageByRule(document: OpenApiDocument, operation: NamedOperation): PageSpec | undefined {
  const queries = new Set(operation.parameters.filter((p) => p.in === 'query').map((p) => p.name));
  const media = successOf(operation)[1]?.content?.['application/json'];
  const fields = followSchema(document, media?.schema)?.properties ?? {};
  const items = Object.keys(fields).find((name) => followSchema(document, fields[name])?.type === 'array');
  if (items === undefined) return undefined;
  const total = ['total_count', 'total'].find((name) => name in fields);
  const common = { in: 'query' as const, items, ...(total === undefined ? {} : { total }) };
  if (queries.has('cursor') && 'pagination' in fields)
    return { kind: 'cursor', param: 'cursor', limit: 'limit', next: 'pagination.next_cursor', ...common };
  if (queries.has('page') && queries.has('page_size'))
    return { kind: 'page', param: 'page', limit: 'page_size', ...common };
  if (queries.has('offset') && queries.has('limit'))
    return { kind: 'offset', param: 'offset', limit: 'limit', ...common };
  if (queries.has('skip') && queries.has('limit')) return { kind: 'skip', param: 'skip', limit: 'limit', ...common };
  return undefined;
}

export function followSchema(document: OpenApiDocument, schema: Schema | undefined): Schema | undefined {
  const name = schemaName(schema);
  return name === undefined ? schema : followSchema(document, document.components?.schemas?.[name]);
}

/** Drops fields that are undefined. */
function prune<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
