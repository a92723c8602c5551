import type { FieldDescription, OperationDescription } from '../../src/description.js';
import type { Operation } from '../../src/operation.js';
import { toLiteral } from './examples.js';
import { bodyTypeName } from './fields.js';
import { camelCase, pascalCase } from './names.js';
import { successOf } from './normalise.js';
import { bodyMedia, followSchema } from './rows.js';
import type { NamedOperation } from './rows.js';
import { schemaName } from './openapi.js';
import type { OpenApiDocument, Schema } from './openapi.js';

export interface Described {
  operation: NamedOperation;
  row: Operation;
  description: OperationDescription;
}

/** One interface per resource, nested as the resources are; one parameter type per operation that has parameters. */
export function generateMethods(document: OpenApiDocument, described: readonly Described[]): string {
  const tree = toTree(described);
  const parts = described.map((each) => paramsType(document, each)).filter((text) => text !== '');
  const interfaces = tree.flatMap((node) => resourceInterfaces(document, node));
  const body = [...parts, ...interfaces, rootInterface(tree)].join('\n\n');
  const used = ['ApiPromise', 'EventStream', 'NdjsonLines', 'PagePromise', 'RequestOptions'].filter((name) =>
    new RegExp(`\\b${name}\\b`).test(body),
  );
  return `import type { ${used.join(', ')} } from '../call.js';\nimport type * as s from './schemas.js';\n\n${body}\n`;
}

interface ResourceNode {
  path: string;
  operations: Described[];
  children: ResourceNode[];
}

function toTree(described: readonly Described[]): ResourceNode[] {
  const roots: ResourceNode[] = [];
  for (const each of described) {
    let siblings = roots;
    let node: ResourceNode | undefined;
    for (const segment of each.row.id.split('.').slice(0, -1)) {
      const path = node === undefined ? segment : `${node.path}.${segment}`;
      node = siblings.find((sibling) => sibling.path === path);
      if (node === undefined) {
        node = { path, operations: [], children: [] };
        siblings.push(node);
      }
      siblings = node.children;
    }
    node?.operations.push(each);
  }
  return roots;
}

const interfaceName = (path: string): string => `${pascalCase(path)}Methods`;
const lastSegment = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

function resourceInterfaces(document: OpenApiDocument, node: ResourceNode): string[] {
  // Interfaces with hand-written methods extend this one. Left out here, they need no `Omit`, which costs every consumer's compiler.
  const generated = node.operations.filter(({ operation }) => operation.hints.handwritten !== true);
  const methods = generated.map((each) => methodText(document, each));
  const children = node.children.map((child) => `  readonly ${lastSegment(child.path)}: ${interfaceName(child.path)};`);
  const own = `export interface ${interfaceName(node.path)} {\n${[...methods, ...children].join('\n')}\n}`;
  return [...node.children.flatMap((child) => resourceInterfaces(document, child)), own];
}

function rootInterface(roots: readonly ResourceNode[]): string {
  return `/** Every resource, without the methods whose types are written by hand. */\nexport interface Resources {\n${roots.map((node) => `  readonly ${node.path}: ${interfaceName(node.path)};`).join('\n')}\n}`;
}

/** Fields that are merged into one parameter object: query parameters and body fields, and the namespace where it is ambient. */
function paramsType(document: OpenApiDocument, { operation, row, description }: Described): string {
  if (!hasParams(operation, row) || row.body?.kind === 'ndjson' || row.body?.free) return '';
  const name = paramsName(row);
  const own = description.fields
    .filter((field) => field.in === 'query' || field.in === 'header')
    .map((field) => fieldText(field));
  if (row.namespace && !bodyHas(document, operation, 'namespace_id')) {
    own.push(`  /** Namespace id or name. Default: the client's. */\n  namespace_id?: string;`);
  }
  const body = bodyTypeName(operation);
  if (row.body?.list !== undefined) {
    const items = body === undefined ? 'unknown[]' : `s.${pascalCase(body)}`;
    own.push(`  ${row.body.list}${row.body.required ? '' : '?'}: ${items};`);
  }
  if (body === undefined || row.body?.list !== undefined) return `export interface ${name} {\n${own.join('\n')}\n}`;
  const bodyName = `s.${pascalCase(body)}`;
  if (own.length === 0) return `export type ${name} = ${bodyName};`;
  if (isPlainObject(document, operation)) return `export interface ${name} extends ${bodyName} {\n${own.join('\n')}\n}`;
  return `export type ${name} = ${bodyName} & {\n${own.join('\n')}\n};`;
}

const paramsName = (row: Operation): string => `${pascalCase(row.id)}Params`;

function hasParams(operation: NamedOperation, row: Operation): boolean {
  return row.body !== undefined || row.query !== undefined || row.headers !== undefined || row.namespace !== undefined;
}

function isPlainObject(document: OpenApiDocument, operation: NamedOperation): boolean {
  const schema = followSchema(document, bodyMedia(operation)?.[1].schema);
  return (
    schema?.properties !== undefined && !schema.anyOf && !schema.oneOf && !schema.allOf && !hasIndexSignature(schema)
  );
}

const hasIndexSignature = (schema: Schema): boolean =>
  schema.additionalProperties !== undefined && schema.additionalProperties !== false;

function bodyHas(document: OpenApiDocument, operation: NamedOperation, field: string): boolean {
  return field in (followSchema(document, bodyMedia(operation)?.[1].schema)?.properties ?? {});
}

function fieldText(field: FieldDescription): string {
  const choices = field.choices?.map((choice) => `'${choice}'`).join(' | ');
  const base =
    { integer: 'number', file: 'unknown', json: 'unknown', 'integer[]': 'number[]' }[field.type as string] ??
    field.type;
  const type = choices === undefined ? base : field.type.endsWith('[]') ? `(${choices})[]` : choices;
  const fallback = field.default === undefined ? '' : ` Default: ${JSON.stringify(field.default)}.`;
  const key = /^[A-Za-z_]\w*$/.test(field.name) ? field.name : `'${field.name}'`;
  const prose = `${field.description}${fallback}`.trim();
  return `${prose === '' ? '' : `  /** ${prose} */\n`}  ${key}${field.required ? '' : '?'}: ${type};`;
}

function methodText(document: OpenApiDocument, described: Described): string {
  const { operation, row } = described;
  const method = lastSegment(row.id);
  const args = (row.args ?? []).map((arg) => `${camelCase(arg)}: string`);
  // On every overload: an editor shows the documentation of the one that a call uses, and of no other.
  const documentation = docText(described);
  const lines: string[] = [];
  const overload = (parameters: readonly string[], result: string): void => {
    lines.push(documentation, `  ${method}(${parameters.join(', ')}): ${result};`);
  };
  const params = paramsArgument(document, described);
  const tail = [...(params === undefined ? [] : [params]), 'options?: RequestOptions'];
  const answer = answerType(document, operation, row);
  if (row.stream !== undefined) {
    const event = operation.hints.event === undefined ? 'unknown' : `s.${pascalCase(operation.hints.event)}`;
    const streaming = [...args, `params: ${paramsName(row)} & { ${row.stream}: true }`, 'options?: RequestOptions'];
    overload(streaming, `ApiPromise<EventStream<${event}>>`);
  }
  overload([...args, ...tail], answer);
  if (row.namespace?.arg) overload(['namespaceId: string', ...args, ...tail], answer);
  return lines.join('\n');
}

function paramsArgument(document: OpenApiDocument, { operation, row, description }: Described): string | undefined {
  if (!hasParams(operation, row)) return undefined;
  if (row.body?.kind === 'ndjson') {
    const item = bodyTypeName(operation);
    return `lines: NdjsonLines<${item === undefined ? 'unknown' : `s.${pascalCase(item)}`}>`;
  }
  if (row.body?.free) return `fields${row.body.required ? '' : '?'}: Readonly<Record<string, unknown>>`;
  const isRequired = description.fields.some((field) => field.in !== 'path' && field.required);
  const isUnionBody =
    row.body?.required === true &&
    bodyMedia(operation) !== undefined &&
    !isPlainObject(document, operation) &&
    row.body.kind === 'json';
  return `params${isRequired || isUnionBody ? '' : '?'}: ${paramsName(row)}`;
}

function answerType(document: OpenApiDocument, operation: NamedOperation, row: Operation): string {
  const media = successOf(operation)[1]?.content?.['application/json'];
  if (row.response === 'text') return 'ApiPromise<string>';
  if (row.response === 'none' || media === undefined)
    return row.response === 'binary' ? 'ApiPromise<ReadableStream<Uint8Array>>' : 'ApiPromise<void>';
  const body = schemaText(unwrapped(document, media.schema, row.shape?.unwrap));
  if (row.page === undefined) return `ApiPromise<${body}>`;
  const items = followSchema(document, media.schema)?.properties?.[row.page.items];
  const item =
    typeof followSchema(document, items)?.items === 'object'
      ? schemaText(followSchema(document, items)?.items as Schema)
      : 'unknown';
  return `PagePromise<${body}, ${item}>`;
}

/** The client hands out the object inside an envelope, so that is what the method gives. */
function unwrapped(document: OpenApiDocument, schema: Schema | undefined, field: string | undefined) {
  if (field === undefined) return schema;
  const envelope = followSchema(document, schema);
  const inner = [envelope, ...(envelope?.allOf ?? [])]
    .map((part) => followSchema(document, part)?.properties?.[field])
    .find((property) => property !== undefined);
  return inner ?? schema;
}

function schemaText(schema: Schema | undefined): string {
  const name = schemaName(schema);
  if (name !== undefined) return `s.${pascalCase(name)}`;
  if (schema?.type === 'array' && typeof schema.items === 'object') return `${schemaText(schema.items)}[]`;
  if (schema?.type === 'string') return 'string';
  return schema?.type === 'object' ? 'Record<string, unknown>' : 'unknown';
}

function docText({ operation, row, description }: Described): string {
  const refusals = Object.keys(operation.responses).filter((status) => /^[45]/.test(status));
  const lines = [
    description.summary.replace(/\.?$/, '.'),
    ...(description.description === undefined ? [] : ['', ...wrapText(description.description, 100)]),
    '',
    `\`${row.http} ${row.path}\``,
    ...(refusals.length === 0 ? [] : [`@throws {ApiError} ${refusals.join(', ')}`]),
    ...(description.deprecated === undefined ? [] : [`@deprecated ${description.deprecated}`]),
    ...exampleLines(row, description),
  ];
  return `  /**\n${lines.map((line) => `   *${line === '' ? '' : ` ${line.replaceAll('*/', '*\\/')}`}`).join('\n')}\n   */`;
}

function exampleLines(row: Operation, { example = {} }: OperationDescription): string[] {
  if (row.body?.kind === 'ndjson') return [];
  const args = [
    ...(row.namespace?.arg ? ["'my-vectors'"] : []),
    ...(example.args ?? []).map((arg) => `'${arg}'`),
    ...(example.params === undefined ? [] : [toLiteral(example.params)]),
  ];
  return ['@example', ...`await mp.${row.id}(${args.join(', ')});`.split('\n')];
}

function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line.length + word.length + 1 > width && line !== '') {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  return lines;
}
