import { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { pascalCase } from './names.js';
import { walkSchema } from './openapi.js';
import type { OpenApiDocument, Schema } from './openapi.js';
import { toTypeNodes } from './type-nodes.js';

const VECTOR = callType('Vector');
const UPLOADABLE = callType('Uploadable');
const NEVER = ts.factory.createKeywordTypeNode(ts.SyntaxKind.NeverKeyword);
const STRING = ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
const NULL = ts.factory.createLiteralTypeNode(ts.factory.createNull());

export interface TypeFiles {
  /** Every schema as one flat, named type. What consumers load. */
  schemas: string;
  /** openapi-typescript's `paths`, over the flat names. Only `mixpeek/raw` loads it. */
  paths: string;
}

/**
 * Runs openapi-typescript once and lays its result out as flat names, which cost a consumer's compiler almost nothing.
 * Changes the document in place.
 */
export function generateTypes(document: OpenApiDocument, inputs: ReadonlySet<string>): TypeFiles {
  prepare(document);
  const nodes = toTypeNodes(document, (schema) => transformSchema(schema as Schema));
  const names = typeNames(document);
  const schemaNodes: ts.Statement[] = [];
  const pathNodes: ts.Statement[] = [];
  for (const node of nodes) {
    const name = declarationName(node);
    if (name === 'components') {
      schemaNodes.push(...flatten(node as ts.InterfaceDeclaration, { names, inputs }));
      pathNodes.push(withoutSchemas(node as ts.InterfaceDeclaration, names));
    } else if (name !== 'webhooks' && name !== '$defs') {
      pathNodes.push(node);
    }
  }
  return {
    schemas: `import type * as call from '../call.js';\n\n${print(schemaNodes, names, (name) => ts.factory.createTypeReferenceNode(name))}`,
    paths: `import type * as call from '../call.js';\nimport type * as schemas from './schemas.js';\n\n${print(
      pathNodes,
      names,
      (name) =>
        ts.factory.createTypeReferenceNode(
          ts.factory.createQualifiedName(ts.factory.createIdentifier('schemas'), name),
        ),
    )}`,
  };
}

/**
 * What only the types need: examples go, since help texts have a table of their own; so do titles that say the name again and
 * defaults of null, which frameworks put on every field and every consumer's compiler would read. The names of `x-mixpeek-never`
 * become fields that nothing may be given to, where an open object would let a misspelt neighbour through.
 */
function prepare(document: OpenApiDocument): void {
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
    dropTitle(schema, name);
    walkSchema(schema, (node) => {
      delete node.example;
      delete node.examples;
      if (node.default === null) delete node.default;
      for (const never of (node['x-mixpeek-never'] as string[] | undefined) ?? [])
        (node.properties ??= {})[never] = { 'x-never': true };
      for (const [key, property] of Object.entries(node.properties ?? {})) dropTitle(property, key);
    });
  }
}

function dropTitle(schema: Schema, name: string): void {
  const letters = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (typeof schema['title'] === 'string' && letters(schema['title']) === letters(name)) delete schema['title'];
}

function callType(name: string): ts.TypeNode {
  return ts.factory.createTypeReferenceNode(ts.factory.createQualifiedName(ts.factory.createIdentifier('call'), name));
}

function transformSchema(schema: Schema): ts.TypeNode | undefined {
  if (schema['x-never'] === true) return NEVER;
  if (schema['x-mixpeek-vector'] === true) return VECTOR;
  if (schema.format === 'binary' || schema.contentMediaType !== undefined) return UPLOADABLE;
  if (schema['x-open-enum'] === true && Array.isArray(schema.enum)) {
    const known = schema.enum.map((value) =>
      value === null
        ? NULL
        : ts.factory.createLiteralTypeNode(
            ts.factory.createStringLiteral(String(value as string | number | boolean), true),
          ),
    );
    const open = ts.factory.createIntersectionTypeNode([STRING, ts.factory.createTypeLiteralNode([])]);
    return ts.factory.createUnionTypeNode([...known, ts.factory.createParenthesizedType(open)]);
  }
  return undefined;
}

/** Schema name -> exported type name; two that would meet are an error. */
function typeNames(document: OpenApiDocument): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Map<string, string>();
  for (const name of Object.keys(document.components?.schemas ?? {})) {
    const typeName = pascalCase(name);
    const twin = taken.get(typeName);
    if (twin !== undefined) throw new Error(`The schemas ${twin} and ${name} would both be called ${typeName}.`);
    taken.set(typeName, name);
    names.set(name, typeName);
  }
  return names;
}

function declarationName(node: ts.Statement): string | undefined {
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) ? node.name.text : undefined;
}

interface Naming {
  names: Map<string, string>;
  inputs: ReadonlySet<string>;
}

function flatten(components: ts.InterfaceDeclaration, { names, inputs }: Naming): ts.Statement[] {
  const modifiers = [ts.factory.createModifier(ts.SyntaxKind.ExportKeyword)];
  return schemaMembers(components).map((member) => {
    const name = names.get(memberName(member)) ?? memberName(member);
    const given = member.type ?? STRING;
    const type = inputs.has(memberName(member)) ? withReadonlyArrays(given) : given;
    const declaration = ts.isTypeLiteralNode(type)
      ? ts.factory.createInterfaceDeclaration(modifiers, name, undefined, undefined, type.members)
      : ts.factory.createTypeAliasDeclaration(modifiers, name, undefined, type);
    return ts.setSyntheticLeadingComments(declaration, ts.getSyntheticLeadingComments(member));
  });
}

/** A request never changes a list that it is given, so that frozen and `as const` ones are taken too. */
function withReadonlyArrays(type: ts.TypeNode): ts.TypeNode {
  const { transformed } = ts.transform(type, [
    (context) => {
      const visit = (node: ts.Node): ts.Node => {
        const visited = ts.visitEachChild(node, visit, context);
        return ts.isArrayTypeNode(visited)
          ? ts.factory.createTypeOperatorNode(ts.SyntaxKind.ReadonlyKeyword, visited)
          : visited;
      };
      return (node) => visit(node) as ts.TypeNode;
    },
  ]);
  return transformed[0] ?? type;
}

function schemaMembers(components: ts.InterfaceDeclaration): ts.PropertySignature[] {
  const schemas = components.members.find(
    (member) => ts.isPropertySignature(member) && memberName(member) === 'schemas',
  );
  const type = schemas && ts.isPropertySignature(schemas) ? schemas.type : undefined;
  return type && ts.isTypeLiteralNode(type) ? type.members.filter(ts.isPropertySignature) : [];
}

const memberName = (member: ts.TypeElement): string =>
  member.name && (ts.isIdentifier(member.name) || ts.isStringLiteral(member.name)) ? member.name.text : '';

function withoutSchemas(components: ts.InterfaceDeclaration, names: Map<string, string>): ts.Statement {
  const aliases = [...names.keys()].map((name) =>
    ts.factory.createPropertySignature(
      undefined,
      ts.factory.createStringLiteral(name, true),
      undefined,
      schemaLookup(name),
    ),
  );
  const members = components.members.map((member) =>
    memberName(member) === 'schemas'
      ? ts.factory.createPropertySignature(undefined, 'schemas', undefined, ts.factory.createTypeLiteralNode(aliases))
      : member,
  );
  return ts.factory.createInterfaceDeclaration(components.modifiers, components.name, undefined, undefined, members);
}

const lookup = (object: ts.TypeNode, key: string): ts.TypeNode =>
  ts.factory.createIndexedAccessTypeNode(object, ts.factory.createLiteralTypeNode(ts.factory.createStringLiteral(key)));

const schemaLookup = (name: string): ts.TypeNode =>
  lookup(lookup(ts.factory.createTypeReferenceNode('components'), 'schemas'), name);

/** Prints the nodes with every `components["schemas"]["X"]` replaced by the flat name. */
function print(nodes: ts.Statement[], names: Map<string, string>, reference: (name: string) => ts.TypeNode): string {
  const transformed = ts.transform(nodes, [
    (context) => {
      const visit = (node: ts.Node): ts.Node => {
        const schema = lookedUpSchema(node);
        const name = schema === undefined ? undefined : names.get(schema);
        return name === undefined ? ts.visitEachChild(node, visit, context) : reference(name);
      };
      return (node) => visit(node) as ts.Statement;
    },
  ]).transformed;
  return tidyComments(astToString(transformed));
}

function lookedUpSchema(node: ts.Node): string | undefined {
  if (!ts.isIndexedAccessTypeNode(node) || !ts.isIndexedAccessTypeNode(node.objectType)) return undefined;
  const root = node.objectType.objectType;
  if (!ts.isTypeReferenceNode(root) || !ts.isIdentifier(root.typeName) || root.typeName.text !== 'components')
    return undefined;
  const [area, name] = [literalText(node.objectType.indexType), literalText(node.indexType)];
  return area === 'schemas' ? name : undefined;
}

const literalText = (node: ts.TypeNode): string | undefined =>
  ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) ? node.literal.text : undefined;

/** Hovers show prose, not tags: `@description x` becomes `x`. */
function tidyComments(text: string): string {
  return text
    .replaceAll(/^(\s*(?:\/\*\*|\*)) @description /gm, '$1 ')
    .replaceAll(/^\s*\* @enum .*\n/gm, '')
    .replaceAll(' (enum property replaced by openapi-typescript)', '')
    .replaceAll(/^\s*\* Format: binary\n/gm, '');
}
