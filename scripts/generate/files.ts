import type { OperationDescription } from '../../src/description.js';
import { exampleOf } from './examples.js';
import { listFields, oneLine } from './fields.js';
import { toJsonSchemas } from './json-schemas.js';
import { generateMethods } from './methods.js';
import type { Described } from './methods.js';
import { nameOperations } from './names.js';
import { listOperations, nameInlineBodies } from './normalise.js';
import type { OpenApiDocument } from './openapi.js';
import { toRow } from './rows.js';
import type { NamedOperation } from './rows.js';
import type { Operation } from '../../src/operation.js';
import {
  generateDescriptions,
  generateGroups,
  generateJsonSchemas,
  generateOperations,
  generateTypeDescriptions,
} from './tables.js';
import { generateTypes } from './types.js';
import { splitOutputVariants } from './variants.js';

/** A document -> the text of every generated file. Pure but for the order of the steps, which change the document in place. */
export function generateFiles(document: OpenApiDocument): {
  files: Record<string, string>;
  skipped: string[];
  count: number;
} {
  const { operations: listed, skipped } = listOperations(document);
  const operations = nameOperations(listed);
  nameInlineBodies(document, operations);
  const schemas = toJsonSchemas(document, operations);
  const typeDescriptions = generateTypeDescriptions(document);
  const inputs = splitOutputVariants(document, operations);
  const described = operations.map((operation) => {
    const row = toRow(document, operation);
    return { operation, row, description: describe(document, operation, row) } satisfies Described;
  });
  const tables = {
    ...generateOperations(described),
    ...generateDescriptions(described),
    'methods.ts': generateMethods(document, described),
    'groups.ts': generateGroups(described, document.tags),
    'type-descriptions.ts': typeDescriptions,
    'json-schemas.ts': generateJsonSchemas(schemas),
    'version.ts': `/** Version of the API document. */\nexport const documentVersion = '${document.info.version}';\n`,
  };
  // Last, because what the types do not need is taken out of the document.
  const types = generateTypes(publicDocument(document, operations), inputs);
  const files = { ...tables, 'schemas.ts': types.schemas, 'paths.ts': types.paths };
  return { files, skipped, count: described.length };
}

function describe(document: OpenApiDocument, operation: NamedOperation, row: Operation): OperationDescription {
  const { summary, description } = operation.object;
  const example = exampleOf(operation, row);
  return {
    summary: oneLine(summary ?? row.id),
    ...(description === undefined ? {} : { description: oneLine(description) }),
    // By our convention the first sentence of a deprecated operation says what to call instead.
    ...(row.deprecated ? { deprecated: oneLine(description ?? '').split('. ')[0] ?? '' } : {}),
    fields: listFields(document, operation, row),
    ...(example === undefined ? {} : { example }),
    statuses: Object.keys(operation.responses).map(Number).filter(Number.isFinite),
  };
}

/** The document with only the operations that are generated, and without the headers that the transport sets. */
function publicDocument(document: OpenApiDocument, operations: readonly NamedOperation[]): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {};
  for (const { path, verb, object, parameters, body } of operations) {
    const { operationId: _operationId, tags: _tags, 'x-mixpeek': _hints, ...rest } = object;
    const requestBody = body === undefined ? {} : { requestBody: body };
    paths[path] = { ...paths[path], [verb]: { ...rest, parameters: [...parameters], ...requestBody } };
  }
  return { ...document, paths };
}
