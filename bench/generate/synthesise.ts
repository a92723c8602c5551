import { resolve, VERBS, walkSchema } from '../../scripts/generate/openapi.js';
import type {
  OpenApiDocument,
  OperationObject,
  Parameter,
  PathItem,
  Response,
  Schema,
} from '../../scripts/generate/openapi.js';
import { pascalCase } from '../../scripts/generate/names.js';

/** Each copy of our document stands under one of these: `/v1/audit-namespaces`, `AuditNamespace`, `mp.auditNamespaces`. */
const AREAS = ['', 'audit', 'billing', 'catalog', 'partner', 'media', 'archive'] as const;

export interface Sources {
  /** Our document as it is. */
  readonly plain: OpenApiDocument;
  /** The same with the overlay applied, whose names the copies carry. */
  readonly overlaid: OpenApiDocument;
  /** Further paths and schemas, put in as they are. */
  readonly oddities: OpenApiDocument;
}

/**
 * A large document in the manner of those that Python frameworks write: 400 operations with an id made of name, path and verb,
 * the key and the namespace as header parameters, a title on every property, defaults everywhere, optional
 * fields as `anyOf` with null, parameters and responses written out each time.
 *
 * The same text each time; it is only as realistic as our own document, whose schemas it repeats under other names.
 */
export function synthesise({ plain, overlaid, oddities }: Sources): OpenApiDocument {
  const copies = AREAS.map((area) => copyOf(area === '' ? plain : overlaid, area));
  const merge = (pick: (document: OpenApiDocument) => object | undefined): object =>
    Object.assign({}, ...[...copies, oddities].map(pick)) as object;
  return {
    openapi: '3.1.0',
    info: { title: 'A large document', version: '1.0.0' },
    paths: merge((document) => document.paths) as OpenApiDocument['paths'],
    components: { schemas: merge((document) => document.components?.schemas) as Record<string, Schema> },
  };
}

function copyOf(source: OpenApiDocument, area: string): OpenApiDocument {
  const document = structuredClone(source);
  writeOut(document);
  const schemas = Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => {
    decorate(schema, name);
    return [schemaName(area, name), schema] as const;
  });
  const paths = Object.entries(document.paths).map(
    ([path, item]) => [area === '' ? path : path.replace('/v1/', `/v1/${area}-`), item] as const,
  );
  for (const [path, item] of paths) {
    for (const verb of VERBS) if (item[verb] !== undefined) decorateOperation(item[verb], { path, verb, area });
  }
  const copy = { ...document, paths: Object.fromEntries(paths), components: { schemas: Object.fromEntries(schemas) } };
  return area === '' ? copy : renameReferences(copy, area);
}

const schemaName = (area: string, name: string): string => pascalCase(area) + name;

/** Such documents refer to schemas only. */
function writeOut(document: OpenApiDocument): void {
  for (const item of Object.values(document.paths)) {
    for (const verb of VERBS) {
      const operation = item[verb];
      if (operation === undefined) continue;
      const shared = item.parameters ?? [];
      operation.parameters = [...shared, ...(operation.parameters ?? [])].map((parameter) =>
        structuredClone(resolve<Parameter>(document, parameter)),
      );
      if (operation.requestBody) operation.requestBody = structuredClone(resolve(document, operation.requestBody));
      for (const [status, response] of Object.entries(operation.responses ?? {})) {
        const { headers: _headers, ...rest } = structuredClone(resolve<Response>(document, response));
        (operation.responses ??= {})[status] = rest;
      }
    }
    delete item.parameters;
  }
}

const NULLABLE_STRING: Schema = { anyOf: [{ type: 'string' }, { type: 'null' }] };

/** What the key and the namespace look like when a framework lists them: both spellings, and prose each time. */
const HEADERS: readonly Parameter[] = [
  {
    name: 'Authorization',
    in: 'header',
    required: true,
    description: 'REQUIRED: the key of your organization, as a bearer token. Create one in the settings.',
    schema: { type: 'string', title: 'Authorization', description: 'REQUIRED: the key of your organization.' },
    examples: { key: { summary: 'A key', value: 'Bearer sk_test_key' } },
  },
  { name: 'authorization', in: 'header', required: false, schema: { ...NULLABLE_STRING, title: 'Authorization' } },
  {
    name: 'X-Namespace',
    in: 'header',
    required: true,
    description: 'REQUIRED: the namespace by name or id; every resource belongs to one.',
    schema: { type: 'string', title: 'X-Namespace', examples: ['ns_abc123def456', 'production', 'tenant-a'] },
  },
];

function decorateOperation(
  operation: OperationObject,
  { path, verb, area }: { path: string; verb: keyof PathItem; area: string },
): void {
  const slug = (operation.summary ?? verb).toLowerCase().replaceAll(/\W+/g, '_');
  operation.operationId = `${slug}${path.replaceAll(/\W/g, '_')}_${verb}`;
  operation.tags = [pascalCase(path.split('/')[2] ?? '')];
  operation.parameters = [...structuredClone(HEADERS), ...(operation.parameters ?? [])] as Parameter[];
  const hints = operation['x-mixpeek'];
  if (typeof hints?.['resource'] === 'string')
    hints['resource'] =
      `${area}${pascalCase(hints['resource'].split('.')[0] ?? '')}${hints['resource'].replace(/^[^.]+/, '')}`;
}

/** Titles, and optional fields in the long form. */
function decorate(schema: Schema, name: string): void {
  schema['title'] ??= name;
  walkSchema(schema, (node) => {
    for (const [key, property] of Object.entries(node.properties ?? {})) {
      property['title'] ??= key.split('_').map(pascalCase).join(' ');
      const isPlain = ['string', 'integer', 'number', 'boolean'].includes(property.type as string);
      if (!isPlain || property.default !== undefined || node.required?.includes(key)) continue;
      if (property.enum !== undefined || property.const !== undefined) continue;
      const { title, description, examples, ...value } = property;
      for (const each of Object.keys(property)) Reflect.deleteProperty(property, each);
      Object.assign(property, { anyOf: [value, { type: 'null' }], title, default: null });
      if (description !== undefined) property.description = description;
      if (examples !== undefined) property['examples'] = examples;
    }
  });
}

function renameReferences(document: OpenApiDocument, area: string): OpenApiDocument {
  const prefix = '#/components/schemas/';
  const text = JSON.stringify(document).replaceAll(`"${prefix}`, `"${prefix}${pascalCase(area)}`);
  return JSON.parse(text) as OpenApiDocument;
}
