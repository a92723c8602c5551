import type { Described } from './methods.js';

/** Rows, one constant per resource, so that a client of one resource bundles only its rows. */
export function generateOperations(described: readonly Described[]): string {
  const { constants, names } = byResource(described, ({ row }) => row, 'ResourceRows');
  return `import type { ResourceRows } from '../operation.js';\n\n${constants}\n\n/** Every resource's rows. */\nexport const tables: readonly ResourceRows[] = [${names.join(', ')}];\n`;
}

/** Help texts in the same order. */
export function generateDescriptions(described: readonly Described[]): string {
  const { constants, index } = byResource(
    described,
    ({ description }) => description,
    'Readonly<Record<string, OperationDescription>>',
  );
  return `import type { OperationDescription } from '../description.js';\n\n${constants}\n\n/** Every description by its row's id. */\nexport const descriptions: Readonly<Record<string, OperationDescription>> = {\n${index}\n};\n`;
}

function byResource(
  described: readonly Described[],
  value: (each: Described) => unknown,
  type: string,
): { constants: string; index: string; names: string[] } {
  const groups = new Map<string, Described[]>();
  for (const each of described) {
    const resource = each.row.id.slice(0, each.row.id.lastIndexOf('.'));
    groups.set(resource, [...(groups.get(resource) ?? []), each]);
  }
  const name = (resource: string): string =>
    resource.replaceAll(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());
  const constants = [...groups].map(([resource, members]) => {
    const entries = members.map(
      (each) => `  ${each.row.id.slice(resource.length + 1)}: ${JSON.stringify(value(each))},`,
    );
    return `export const ${name(resource)} = {\n${entries.join('\n')}\n} as const satisfies ${type};`;
  });
  const index = described.map(
    ({ row }) =>
      `  '${row.id}': ${name(row.id.slice(0, row.id.lastIndexOf('.')))}.${row.id.slice(row.id.lastIndexOf('.') + 1)},`,
  );
  return { constants: constants.join('\n\n'), index: index.join('\n'), names: [...groups.keys()].map(name) };
}

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
