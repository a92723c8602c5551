import type { JsonObject, JsonValue } from '../../internal/json.js';
import { nearest } from '../../internal/nearest.js';
import type { StateReader } from '../context.js';
import { BUILTIN_EXTRACTORS, extractorId, findExtractor } from '../extractors/catalog.js';
import type { Extractor } from '../extractors/extractor.js';
import { extractorNamed } from '../extractors/index.js';
import { isJsonObject, objectsOf, textOf } from '../json-object.js';
import { deployedPlugin, toExtractor } from '../plugins/plugin-extractor.js';
import { pluginOutputs } from '../plugins/plugin-record.js';
import { badRequest, Problem, unprocessable, type Violation } from '../problem.js';
import type {
  BucketSchema,
  CollectionExtractor,
  FieldPassthrough,
  InputMapping,
  NamespaceRecord,
  PluginRecord,
} from '../records.js';
import { checkParameters } from '../retriever/parameters.js';
import { STAGE_SCHEMAS } from '../retriever/stage-schemas.js';

/**
 * Reads `feature_extractor`: the extractor must exist and be one of the namespace's, or a plugin deployed there, its parameters must be right, and
 * mappings must lead from fields of the source to inputs of the extractor.
 *
 * @throws Problem 404 for an unknown extractor, 400 for one that the namespace does not have, 422 naming a wrong field
 */
export function readExtractor(
  given: JsonObject,
  { namespace, inputSchema, state }: { namespace: NamespaceRecord; inputSchema: BucketSchema; state: StateReader },
): CollectionExtractor {
  const name = textOf(given, 'feature_extractor_name');
  const version = textOf(given, 'version');
  const { id, extractor } = findIn(namespace, { name, version, state });
  const parameters = readParameters(given, { name, extractor });
  extractor.check?.(parameters ?? {});
  const mappings = readMappings(given['input_mappings']);
  checkMappings(mappings, { extractor, name, inputSchema });
  return {
    feature_extractor_name: name,
    version,
    feature_extractor_id: id,
    params: isJsonObject(given['params']) ? given['params'] : null,
    parameters,
    input_mappings: mappings,
    field_passthrough: objectsOf(given['field_passthrough']).map(toPassthrough),
    include_all_source_fields: given['include_all_source_fields'] === true,
  };
}

interface Wanted {
  readonly name: string;
  readonly version: string;
  readonly state: StateReader;
}

/** An extractor of the server that the namespace has, or a plugin that is deployed there. */
function findIn(namespace: NamespaceRecord, { name, version, state }: Wanted): { id: string; extractor: Extractor } {
  const builtin = findExtractor(name, version);
  const extractor = extractorNamed(name);
  if (builtin !== undefined && extractor !== undefined) {
    refuseForeign(extractorId(builtin), { namespace, fills: builtin.outputs.length > 0 });
    return { id: extractorId(builtin), extractor };
  }
  const plugin = extractor === undefined ? deployedPlugin(namespace.id, { name, version }, state) : undefined;
  if (plugin === undefined) throw unknownExtractor(name, version);
  refuseWithoutIndexes(plugin, namespace);
  return { id: `${name}_${version}`, extractor: toExtractor(plugin) };
}

function refuseWithoutIndexes(plugin: PluginRecord, namespace: NamespaceRecord): void {
  const known = new Set(namespace.vector_configs.map((config) => config.name));
  const missing = pluginOutputs(plugin).flatMap(({ index }) => (known.has(index) ? [] : [index]));
  if (missing.length === 0) return;
  throw badRequest(
    'feature_extractor_not_enabled',
    `feature_extractor: namespace "${namespace.namespace_name}" has no vector index ${missing.join(', ')}, which plugin ${plugin.id} writes. Reconfigure the namespace first.`,
    { plugin_id: plugin.id, missing, path: 'feature_extractor' },
  );
}

function unknownExtractor(name: string, version: string): Problem {
  const available = BUILTIN_EXTRACTORS.map((one) => `${one.name}@${one.version}`);
  return new Problem({
    status: 404,
    code: 'feature_extractor_not_found',
    message: `feature_extractor: there is no feature extractor "${name}" with version "${version}". Available: ${available.join(', ')}, and plugins that are deployed in the namespace.`,
    details: { resource: 'feature_extractor', id: `${name}@${version}`, path: 'feature_extractor', available },
  });
}

/** An extractor without vectors works everywhere. */
function refuseForeign(id: string, { namespace, fills }: { namespace: NamespaceRecord; fills: boolean }): void {
  const own = namespace.feature_extractors.map((extractor) => textOf(extractor, 'feature_extractor_id'));
  if (!fills || own.includes(id)) return;
  throw badRequest(
    'feature_extractor_not_enabled',
    `feature_extractor: namespace "${namespace.namespace_name}" has no vector indexes for ${id}. It has ${own.join(', ') || 'no extractors'}. Add the extractor to the namespace's feature_extractors first.`,
    { feature_extractor_id: id, available: own, path: 'feature_extractor' },
  );
}

function readParameters(
  given: JsonObject,
  { name, extractor }: { name: string; extractor: Extractor },
): JsonObject | null {
  const { params = null, parameters = null } = given;
  if (params !== null && parameters !== null) {
    const message = 'is another spelling of parameters; give one of them';
    throw unprocessable([{ type: 'duplicate', location: ['body', 'feature_extractor', 'params'], message }]);
  }
  const field = params === null ? 'parameters' : 'params';
  const settings = parameters ?? params ?? {};
  if (!isJsonObject(settings)) return null;
  if (extractor.parameters === undefined) {
    const [first] = Object.keys(settings).filter((key) => key !== 'extractor_type');
    if (first === undefined) return null;
    const message = `"${name}" takes no parameters`;
    throw unprocessable([{ type: 'unknown', location: ['body', 'feature_extractor', field, first], message }]);
  }
  return checkParameters(settings, extractor.parameters, {
    schemas: STAGE_SCHEMAS,
    place: ['feature_extractor', field],
    templates: 'filled',
  });
}

function readMappings(value: JsonValue | undefined): Record<string, string> | InputMapping[] {
  if (Array.isArray(value)) {
    return objectsOf(value).map((mapping): InputMapping => {
      const { source_type: type = null, path = null, override = null } = mapping;
      return {
        input_key: textOf(mapping, 'input_key'),
        source_type: type as InputMapping['source_type'] & (string | null),
        path: typeof path === 'string' ? path : null,
        override,
      };
    });
  }
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(Object.keys(value).map((key) => [key, textOf(value, key)]));
}

interface MappingPlace {
  readonly extractor: Extractor;
  readonly name: string;
  readonly inputSchema: BucketSchema;
}

function checkMappings(mappings: Record<string, string> | InputMapping[], place: MappingPlace): void {
  const entries = Array.isArray(mappings)
    ? mappings.map((mapping, index) => ({
        key: mapping.input_key,
        at: [index, 'input_key'] as (string | number)[],
        path: (mapping.source_type ?? 'payload') === 'payload' ? (mapping.path ?? mapping.input_key) : null,
        pathAt: [index, 'path'] as (string | number)[],
      }))
    : Object.entries(mappings).map(([key, path]) => ({ key, at: [key], path, pathAt: [key] }));
  const violations = entries.flatMap(({ key, at, path, pathAt }): Violation[] => [
    ...checkKey(key, at, place),
    ...(path === null ? [] : checkPath(path, pathAt, place)),
  ]);
  if (violations.length > 0) throw unprocessable(violations);
}

function checkKey(key: string, at: (string | number)[], { extractor, name }: MappingPlace): Violation[] {
  if (extractor.inputs === null || Object.hasOwn(extractor.inputs, key)) return [];
  const known = Object.keys(extractor.inputs);
  const message = `"${key}" is no input of ${name}; it takes ${known.join(', ')}`;
  return [{ type: 'unknown_input', location: ['body', 'feature_extractor', 'input_mappings', ...at], message }];
}

/** What documents have beside the fields of their schema. */
const EVERYWHERE: ReadonlySet<string> = new Set(['_internal', 'document_id', 'collection_id', 'object_id']);

function checkPath(path: string, at: (string | number)[], { inputSchema }: MappingPlace): Violation[] {
  const known = Object.keys(inputSchema.properties);
  const root = path.split('.')[0] ?? '';
  if (known.length === 0 || known.includes(root) || known.includes(path) || EVERYWHERE.has(root)) return [];
  const guess = nearest(root, known);
  const hint = guess === undefined ? `it has ${known.join(', ')}` : `did you mean "${guess}"?`;
  const message = `the source has no field "${root}"; ${hint}`;
  return [{ type: 'unknown_field', location: ['body', 'feature_extractor', 'input_mappings', ...at], message }];
}

const toPassthrough = (field: JsonObject): FieldPassthrough => ({
  source_path: textOf(field, 'source_path'),
  target_path: typeof field['target_path'] === 'string' ? field['target_path'] : null,
  ...(field['default'] === undefined ? {} : { default: field['default'] }),
  required: field['required'] === true,
});
