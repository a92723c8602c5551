import { nearest } from '../../internal/nearest.js';
import { toKebabCase } from '../case.js';
import { usageError } from '../cli-error.js';
import { printAnswer } from '../output/print.js';
import type { DescribedOperation, DescribedType } from '../schema/describe-schema.js';
import type { CommandModule } from './module.js';

export const define: CommandModule['define'] = (command, act) => {
  command
    .description('Show the fields of a type, or what an operation takes and answers. Without a name: all names.')
    .argument('[name...]', 'type, operation or words of its command: Task, tasks.list, tasks list')
    .addHelpText('after', '\nExample:\n  mixpeek schema namespaces.documents.upsert\n  mixpeek schema Task -o json\n');
  act(command, async (context, [words]) => {
    const name = (words as readonly string[]).join('.');
    const found = name === '' ? await listNames() : await find(name);
    if (
      context.output !== 'table' ||
      context.fields !== undefined ||
      context.query !== undefined ||
      Array.isArray(found)
    ) {
      return printAnswer(context, found);
    }
    const { formatOperation, formatType } = await import('../schema/format-schema.js');
    const { width } = context.io;
    await context.io.write('operation' in found ? formatOperation(found, width) : formatType(found, width));
  });
};

/** A type by its name in any case, else an operation by its id or the words of its command. */
async function find(name: string): Promise<DescribedOperation | DescribedType> {
  const [{ components, operationSchemas }, { typeDescriptions }, { operations }, texts, described] = await Promise.all([
    import('../../generated/json-schemas.js'),
    import('../../generated/type-descriptions.js'),
    import('../../rows.js'),
    import('../../generated/descriptions.js'),
    import('../schema/describe-schema.js'),
  ]);
  const tables = { components, typeDescriptions };
  const type = Object.keys(components).find((each) => each.toLowerCase() === name.toLowerCase());
  const found = type === undefined ? undefined : described.describeType(type, tables);
  if (found !== undefined) return found;
  const row = Object.values(operations).find(({ id }) => toWords(id) === toWords(name));
  if (row === undefined) throw unknownName(name, [...Object.keys(components), ...Object.keys(operations)]);
  const at = row.id.lastIndexOf('.');
  const description = (await texts.descriptions[row.id.slice(0, at)]?.())?.[row.id.slice(at + 1)];
  if (description === undefined) throw new Error(`${row.id} has no description.`);
  return described.describeOperation({ row, description, schemas: operationSchemas[row.id] }, tables);
}

/** `featureExtractors.list` and `feature-extractors.list` are the same command. */
const toWords = (id: string): string => id.split('.').map(toKebabCase).join(' ');

function unknownName(name: string, known: readonly string[]): Error {
  const near = nearest(name, known);
  const hint = near === undefined ? 'See `mixpeek schema` for all names.' : `Did you mean ${near}?`;
  return usageError(`"${name}" is no type and no operation.`, hint);
}

async function listNames(): Promise<{ name: string; kind: string; description: string }[]> {
  const [{ typeDescriptions }, { listOperationCommands }] = await Promise.all([
    import('../../generated/type-descriptions.js'),
    import('../operation-commands.js'),
  ]);
  const operations = (await listOperationCommands()).flatMap(({ operation, summary }) =>
    operation === undefined ? [] : [{ name: operation, kind: 'operation', description: summary }],
  );
  const types = Object.entries(typeDescriptions).map(([name, { text }]) => ({ name, kind: 'type', description: text }));
  return [...operations, ...types];
}
