import type { JsonObject, JsonValue } from '../../internal/json.js';
import { textOf } from '../json-object.js';
import { badRequest } from '../problem.js';
import type { NamespaceRecord } from '../records.js';
import { requireCollections, type Collections } from './collections.js';
import { checkFilter, dynamicReferences } from './filters.js';
import type { InputSchema } from './inputs.js';
import { parameterProblem, toPath } from './parameter-problem.js';
import { checkParameters } from './parameters.js';
import { STAGE_SCHEMAS } from './stage-schemas.js';
import { requireStage } from './stages/index.js';
import type { Stage } from './stages/stage.js';
import { referencesIn, type TemplateReference } from './templates.js';

/** What a retriever is made of, as the request gives it. */
export interface RetrieverDefinition {
  readonly stages: readonly JsonObject[];
  readonly input_schema?: JsonObject | null;
  readonly collection_identifiers?: readonly string[] | null;
  readonly budget_limits?: JsonObject | null;
}

export interface CompiledRetriever {
  /** Collections that it keeps to; none: the whole namespace. */
  readonly collectionIds: readonly string[];
  readonly stages: readonly CompiledStage[];
  readonly inputSchema: InputSchema;
  readonly maxTimeMs: number | null;
  readonly maxCredits: number | null;
  /** Names of the stages that read an input. */
  usedBy(input: string): readonly string[];
}

export interface CompiledStage {
  readonly index: number;
  readonly name: string;
  readonly stage: Stage;
  /** With defaults; templates not yet filled in. */
  readonly parameters: JsonObject;
  readonly preFilters: JsonObject | null;
  readonly postFilters: JsonObject | null;
  /** `stages[0].config`. */
  readonly path: string;
  readonly inputs: ReadonlySet<string>;
}

/**
 * Checks a retriever against the stages there are and the namespace it is for, and prepares it for execution.
 *
 * @throws Problem 400 for an unknown stage, index, input or template, 404 for a collection, 422 for wrong parameters;
 * each names the place: `stages[0].config.parameters.final_top_k`
 */
export function compileRetriever(
  definition: RetrieverDefinition,
  { namespace, collections }: { namespace: NamespaceRecord; collections: Collections },
): CompiledRetriever {
  const collectionIds = requireCollections(definition.collection_identifiers, {
    namespace,
    collections,
    path: 'collection_identifiers',
  });
  // Requests were checked against the document: every entry has a type.
  const inputSchema = (definition.input_schema ?? {}) as unknown as InputSchema;
  const stages: CompiledStage[] = [];
  for (const given of definition.stages) {
    stages.push(compileStage(given, { namespace, collections, inputSchema, earlier: stages }));
  }
  const { max_time_ms: maxTime = null, max_credits: maxCredits = null } = definition.budget_limits ?? {};
  return {
    collectionIds,
    stages,
    inputSchema,
    maxTimeMs: typeof maxTime === 'number' ? maxTime : null,
    maxCredits: typeof maxCredits === 'number' ? maxCredits : null,
    usedBy: (input) => stages.filter((stage) => stage.inputs.has(input)).map((stage) => stage.name),
  };
}

interface Surroundings {
  readonly namespace: NamespaceRecord;
  readonly collections: Collections;
  readonly inputSchema: InputSchema;
  readonly earlier: readonly CompiledStage[];
}

const STAGE_KEYS: ReadonlySet<string> = new Set(['stage_name', 'stage_type', 'config', 'batch_size', 'description']);
const CONFIG_KEYS: ReadonlySet<string> = new Set(['stage_id', 'parameters', 'pre_filters', 'post_filters']);

function compileStage(given: JsonObject, surroundings: Surroundings): CompiledStage {
  const { namespace, collections, earlier } = surroundings;
  const place = ['stages', earlier.length];
  refuseUnknownKeys(given, { known: STAGE_KEYS, place });
  const config = objectAt(given['config'], [...place, 'config']);
  refuseUnknownKeys(config, { known: CONFIG_KEYS, place: [...place, 'config'] });
  const path = toPath([...place, 'config']);

  const stage = requireStage(stageIdOf(config, place), `${path}.stage_id`);
  const type = given['stage_type'] ?? stage.category;
  if (type !== stage.category) {
    throw badRequest(
      'stage_type_mismatch',
      `${toPath(place)}.stage_type: "${stage.id}" is a ${stage.category} stage, not ${JSON.stringify(type)}. Leave stage_type out, or write "${stage.category}".`,
      { stage_id: stage.id, expected: stage.category, path: `${toPath(place)}.stage_type` },
    );
  }

  const name = textOf(given, 'stage_name');
  const inputs = checkReferences(config, { name, stage, path, surroundings });
  const preFilters = filterAt(config['pre_filters'], `${path}.pre_filters`);
  const postFilters = filterAt(config['post_filters'], `${path}.post_filters`);
  const parameters = checkParameters(
    objectAt(config['parameters'] ?? {}, [...place, 'config', 'parameters']),
    stage.schema,
    {
      schemas: STAGE_SCHEMAS,
      place: [...place, 'config', 'parameters'],
      templates: 'allowed',
    },
  );
  stage.check?.(parameters, { namespace, collections, preFilters, path: `${path}.parameters` });
  return { index: earlier.length, name, stage, parameters, preFilters, postFilters, path, inputs };
}

/** Every template names something that will be there. Returns the inputs that the stage reads. */
function checkReferences(
  config: JsonObject,
  { name, stage, path, surroundings }: { name: string; stage: Stage; path: string; surroundings: Surroundings },
): Set<string> {
  const inputs = new Set<string>();
  const dynamic = [config['pre_filters'], config['post_filters'], config['parameters']].flatMap((value) =>
    dynamicReferences(value ?? null),
  );
  for (const reference of [...referencesIn(config), ...dynamic]) {
    const [first = ''] = reference.path;
    if (reference.root === 'INPUT') {
      inputs.add(first);
      if (!Object.hasOwn(surroundings.inputSchema, first)) throw unknownInput(reference, { name, path, surroundings });
    }
    if (reference.root === 'STAGE' && !surroundings.earlier.some((stage) => stage.name === first)) {
      throw badRequest(
        'unknown_template_stage',
        `${path}: ${reference.source} reads a stage "${first}", and none of that name comes before "${name}".`,
        { template: reference.source, path },
      );
    }
    if (reference.root === 'DOC' && stage.readsDocuments !== true) {
      throw badRequest(
        'template_not_available',
        `${path}: ${reference.source} reads a document, and "${stage.id}" takes its settings once for all documents.`,
        { template: reference.source, path },
      );
    }
  }
  return inputs;
}

function unknownInput(
  reference: TemplateReference,
  { name, path, surroundings }: { name: string; path: string; surroundings: Surroundings },
): Error {
  const input = reference.path[0] ?? '';
  const known = Object.keys(surroundings.inputSchema);
  const list = known.length === 0 ? 'It has none.' : `It has ${known.join(', ')}.`;
  return badRequest(
    'unknown_input',
    `${path}: stage "${name}" reads ${reference.source}, but input_schema has no "${input}". ${list} Declare it, for instance as {"type": "string"}.`,
    { input, known, path },
  );
}

function stageIdOf(config: JsonObject, place: readonly (string | number)[]): string {
  const id = config['stage_id'];
  if (typeof id === 'string' && id !== '') return id;
  const message =
    id === undefined ? 'is required: the name of a stage, such as "feature_search"' : 'must be the name of a stage';
  throw parameterProblem([{ type: 'missing', location: [...place, 'config', 'stage_id'], message }]);
}

function filterAt(value: JsonValue | undefined, path: string): JsonObject | null {
  if (value === undefined || value === null) return null;
  const filter = objectAt(value, [path]);
  checkFilter(filter, path);
  return filter;
}

function objectAt(value: JsonValue | undefined, location: readonly (string | number)[]): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw parameterProblem([{ type: 'type_error', location, message: 'must be an object' }]);
}

function refuseUnknownKeys(
  object: JsonObject,
  { known, place }: { known: ReadonlySet<string>; place: readonly (string | number)[] },
): void {
  const unknown = Object.keys(object).filter((key) => !known.has(key));
  if (unknown.length === 0) return;
  throw parameterProblem(
    unknown.map((key) => ({
      type: 'extra_forbidden',
      location: [...place, key],
      message: `is not known here; the fields are ${[...known].join(', ')}`,
    })),
  );
}
