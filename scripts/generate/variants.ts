import { bodyMedia } from './rows.js';
import type { NamedOperation } from './rows.js';
import { schemaName, schemaReference, walkSchema } from './openapi.js';
import type { OpenApiDocument, Schema } from './openapi.js';

/**
 * Requests and answers type the same schema differently: an answer's enum stays open, since a newer service may send
 * a value that this version does not know, and only a request takes a `Float32Array`. A schema that both use and that
 * holds such a place, at any depth, gets a second form for answers, `XOutput`.
 *
 * @returns the names of the schemas that requests use
 */
export function splitOutputVariants(
  document: OpenApiDocument,
  operations: readonly NamedOperation[],
): ReadonlySet<string> {
  const schemas = document.components?.schemas ?? {};
  const inputs = reachable(
    schemas,
    operations.map((operation) => bodyMedia(operation)?.[1].schema ?? {}),
  );
  const answers = operations.flatMap((operation) => answerSchemas(operation));
  const outputs = reachable(schemas, answers);
  const differing = new Set([...outputs].filter((name) => inputs.has(name) && reachesDifference(schemas, name)));
  const outputName = (name: string): string => `${name}Output`;

  for (const name of differing) {
    if (schemas[outputName(name)] !== undefined)
      throw new Error(`${outputName(name)} exists already; rename one of them.`);
    schemas[outputName(name)] = openForAnswers(structuredClone(schemas[name] ?? {}), differing, outputName);
  }
  for (const name of outputs) {
    if (!inputs.has(name)) schemas[name] = openForAnswers(schemas[name] ?? {}, differing, outputName);
  }
  for (const schema of answers) openForAnswers(schema, differing, outputName);
  return inputs;
}

function answerSchemas(operation: NamedOperation): Schema[] {
  const medias = Object.values(operation.responses).flatMap((response) => Object.values(response.content ?? {}));
  return medias.flatMap((media) => (media.schema === undefined ? [] : [media.schema]));
}

function reachable(schemas: Record<string, Schema>, roots: readonly Schema[]): Set<string> {
  const found = new Set<string>();
  const visit = (root: Schema | undefined): void =>
    walkSchema(root, (schema) => {
      const name = schemaName(schema);
      if (name === undefined || found.has(name)) return;
      found.add(name);
      visit(schemas[name]);
    });
  for (const root of roots) visit(root);
  return found;
}

function reachesDifference(schemas: Record<string, Schema>, name: string): boolean {
  return [name, ...reachable(schemas, [schemas[name] ?? {}])].some((each) => holdsDifference(schemas[each]));
}

function holdsDifference(schema: Schema | undefined): boolean {
  let found = false;
  walkSchema(schema, (node) => {
    if (isOpenable(node) || node['x-mixpeek-vector'] === true) found = true;
    return !found;
  });
  return found;
}

const isOpenable = (schema: Schema): boolean =>
  Array.isArray(schema.enum) &&
  schema.enum.length > 1 &&
  schema.enum.every((value) => typeof value === 'string' || value === null);

function openForAnswers(schema: Schema, differing: ReadonlySet<string>, outputName: (name: string) => string): Schema {
  walkSchema(schema, (node) => {
    const name = schemaName(node);
    if (name !== undefined && differing.has(name)) node.$ref = schemaReference(outputName(name));
    const { mapping } = (node.discriminator ?? {}) as { mapping?: Record<string, string> };
    for (const [value, target] of Object.entries(mapping ?? {})) {
      const branch = schemaName({ $ref: target });
      if (mapping && branch !== undefined && differing.has(branch))
        mapping[value] = schemaReference(outputName(branch));
    }
    if (isOpenable(node)) node['x-open-enum'] = true;
    delete node['x-mixpeek-vector'];
  });
  return schema;
}
