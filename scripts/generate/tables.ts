import { oneLine } from './fields.js';
import type { Described } from './methods.js';
import { pascalCase } from './names.js';
import type { OpenApiDocument, Schema } from './openapi.js';

/** A resource's members, in the order of the document. */
interface Group {
  /** `namespaces.documents` */
  readonly path: string;
  /** `namespacesDocuments` */
  readonly name: string;
  /** `namespaces-documents` */
  readonly file: string;
  readonly members: readonly Described[];
}

function byResource(described: readonly Described[]): Group[] {
  const groups = new Map<string, Described[]>();
  for (const each of described) {
    const path = each.row.id.slice(0, each.row.id.lastIndexOf('.'));
    const members = groups.get(path);
    if (members === undefined) groups.set(path, [each]);
    else members.push(each);
  }
  return Array.from(groups, ([path, members]) => ({
    path,
    name: path.replaceAll(/\.(\w)/g, (_, letter: string) => letter.toUpperCase()),
    file: path.replaceAll(/[.A-Z]/g, (mark) => (mark === '.' ? '-' : `-${mark.toLowerCase()}`)),
    members,
  }));
}

const verbOf = ({ row }: Described): string => row.id.slice(row.id.lastIndexOf('.') + 1);

/** One constant of a module of its own per resource, so that whoever uses one resource loads no other. */
function toModules(
  folder: string,
  groups: readonly Group[],
  table: { value: (each: Described) => unknown; type: string; from: string },
): Record<string, string> {
  return Object.fromEntries(
    groups.map(({ name, file, members }) => {
      const entries = members.map((each) => `  ${verbOf(each)}: ${JSON.stringify(table.value(each))},`);
      const constant = `export const ${name} = {\n${entries.join('\n')}\n} as const satisfies ${table.type};`;
      return [`${folder}/${file}.ts`, `import type { ${table.type} } from '${table.from}';\n\n${constant}\n`];
    }),
  );
}

/** Rows by resource, all of them, and the roster that says which methods there are and where their rows stand. */
export function generateOperations(described: readonly Described[]): Record<string, string> {
  const groups = byResource(described);
  const imports = groups.map(({ name, file }) => `import { ${name} } from './rows/${file}.js';`);
  const names = groups.map(({ name }) => name).join(', ');
  return {
    ...toModules('rows', groups, { value: ({ row }) => row, type: 'ResourceRows', from: '../../operation.js' }),
    'operations.ts': [
      "import type { ResourceRows } from '../operation.js';",
      ...imports,
      '',
      "/** Every resource's rows. */",
      `export const tables: readonly ResourceRows[] = [${names}];`,
      '',
    ].join('\n'),
    'roster.ts': generateRoster(groups),
    'definitions.ts': generateDefinitions(groups),
  };
}

/** What each resource is about: the description of the tag that most of its operations have. */
export function generateGroups(described: readonly Described[], tags: OpenApiDocument['tags']): string {
  const about = new Map((tags ?? []).map(({ name, description }) => [name, description]));
  const entries = byResource(described).flatMap(({ path, members }) => {
    const text = about.get(commonest(members.flatMap(({ operation }) => operation.object.tags?.[0] ?? [])) ?? '');
    return text === undefined ? [] : [`  '${path}': ${JSON.stringify(oneLine(text).replace(/\.$/, ''))},`];
  });
  return `/** What each resource is about. */\nexport const groups: Readonly<Record<string, string>> = {\n${entries.join('\n')}\n};\n`;
}

/** The first of those that occur most often. */
function commonest(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** What types and their fields mean, for those that the JSON Schemas are shown to: they carry no texts. */
export function generateTypeDescriptions(document: OpenApiDocument): string {
  const lines = Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => {
    const fields = Object.entries(propertiesOf(schema)).flatMap(([field, property]) =>
      property.description === undefined ? [] : [[field, oneLine(property.description)]],
    );
    const text = schema.description === undefined ? '' : oneLine(schema.description);
    return `  ${JSON.stringify(pascalCase(name))}: ${JSON.stringify({ text, fields: Object.fromEntries(fields) as object })},`;
  });
  return [
    "import type { TypeDescription } from '../description.js';",
    '',
    '/** What each type and its fields mean, by the name of its JSON Schema. */',
    `export const typeDescriptions: Readonly<Record<string, TypeDescription>> = {\n${lines.join('\n')}\n};`,
    '',
  ].join('\n');
}

function propertiesOf({ allOf = [], properties = {} }: Schema): Record<string, Schema> {
  const inherited = allOf.flatMap((part) => Object.entries(propertiesOf(part)));
  return { ...Object.fromEntries(inherited), ...properties };
}

/** Help texts in the same order. */
export function generateDescriptions(described: readonly Described[]): Record<string, string> {
  const groups = byResource(described);
  const type = 'ResourceDescriptions';
  return {
    ...toModules('descriptions', groups, {
      value: ({ description }) => description,
      type,
      from: '../../description.js',
    }),
    'descriptions.ts': [
      `import type { ${type} } from '../description.js';`,
      '',
      '/** Help texts by resource, loaded when they are shown. */',
      `export const descriptions: Readonly<Record<string, () => Promise<${type}>>> = {`,
      ...groups.map((group) => `  '${group.path}': ${loaderOf('descriptions', group)},`),
      '};',
      '',
    ].join('\n'),
  };
}

function generateRoster(groups: readonly Group[]): string {
  const entries = groups.map((group) => {
    const verbs = group.members.map((each) => verbOf(each) + (each.row.page === undefined ? '' : '*')).join(' ');
    return `  '${group.path}': { verbs: '${verbs}', rows: ${loaderOf('rows', group)} },`;
  });
  return [
    "import type { Roster } from '../operation.js';",
    '',
    '/** Every resource by its path. */',
    `export const roster: Roster = {\n${entries.join('\n')}\n};`,
    '',
  ].join('\n');
}

/** Resources as values, each with those below it, so that a client can be made of a few and bundlers leave out the rest. */
function generateDefinitions(groups: readonly Group[]): string {
  const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')));
  const depth = ({ path }: Group): number => path.split('.').length;
  // A constant stands before those that contain it.
  const constants = [...groups]
    .sort((a, b) => depth(b) - depth(a))
    .map(({ path, name }) => {
      const below = groups.filter((other) => parentOf(other.path) === path);
      const children = below.map((child) => `${child.path.slice(path.length + 1)}: ${child.name}`).join(', ');
      const nested = below.length === 0 ? '' : `, below: { ${children} }`;
      return `export const ${name}: ResourceDefinition<m.${methodsName(path)}> = { path: '${path}', rows: ${name}Rows${nested} };`;
    });
  return [
    "import type { ResourceDefinition } from '../operation.js';",
    "import type * as m from './methods.js';",
    ...groups.map(({ name, file }) => `import { ${name} as ${name}Rows } from './rows/${file}.js';`),
    '',
    ...constants,
    '',
  ].join('\n');
}

const methodsName = (path: string): string => `${pascalCase(path)}Methods`;

const loaderOf = (folder: string, { file, name }: Group): string =>
  `() => import('./${folder}/${file}.js').then((module) => module.${name})`;

export function generateJsonSchemas(schemas: {
  components: Record<string, unknown>;
  operations: Record<string, unknown>;
}): string {
  const lines = (table: Record<string, unknown>): string =>
    Object.entries(table)
      .map(([name, schema]) => `  ${JSON.stringify(name)}: ${JSON.stringify(schema)},`)
      .join('\n');
  return [
    "import type { OperationSchemas } from '../operation-schemas.js';",
    '',
    '/** Component schemas by name; `$ref` holds a name of this table. */',
    `export const components: Readonly<Record<string, object>> = {\n${lines(schemas.components)}\n};`,
    '',
    '/** What each row takes and gives. */',
    `export const operationSchemas: Readonly<Record<string, OperationSchemas>> = {\n${lines(schemas.operations)}\n};`,
    '',
  ].join('\n');
}
