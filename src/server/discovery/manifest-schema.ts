import type { JsonObject, JsonValue } from '../../internal/json.js';
import { components, operationSchemas } from '../../generated/json-schemas.js';
import { standaloneSchema } from '../retriever/stage-schemas.js';
import { exampleOf } from './example-of.js';

const VERSION = '1.0';

/** Sections of a manifest, in the order in which they are applied, with those that an entry may name. */
const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  namespaces: [],
  buckets: ['namespaces'],
  collections: ['namespaces', 'buckets', 'collections'],
  taxonomies: ['namespaces', 'collections', 'retrievers'],
  clusters: ['namespaces', 'collections'],
  retrievers: ['namespaces', 'collections', 'taxonomies'],
};

/** The form of manifests: an entry of a section is what its resource is created from. */
export function describeManifest(): JsonObject {
  const known = Object.keys(SECTIONS).filter((section) => operationSchemas[`${section}.create`]?.body !== undefined);
  const perSection = (describe: (section: string) => JsonValue): JsonObject =>
    Object.fromEntries(known.map((section) => [section, describe(section)]));
  return {
    manifest_version: VERSION,
    resource_types: known,
    schemas: perSection(entrySchema),
    dependency_graph: perSection((section) => (SECTIONS[section] ?? []).filter((each) => known.includes(each))),
    examples: perSection(
      (section) =>
        `version: "${VERSION}"\nmetadata:\n  name: example\n${section}:\n  - ${JSON.stringify(exampleEntry(section))}\n`,
    ),
  };
}

function entrySchema(section: string): JsonObject {
  const body = operationSchemas[`${section}.create`]?.body as { $ref?: string } | undefined;
  // Schemas of the document are JSON.
  return (body?.$ref === undefined ? (body ?? {}) : standaloneSchema(body.$ref)) as JsonObject;
}

const exampleEntry = (section: string): JsonValue => exampleOf(operationSchemas[`${section}.create`]?.body, components);
