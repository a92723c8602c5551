import type { JsonValue } from '../../internal/json.js';
import { meterEmbedders } from '../analytics/meter-embedders.js';
import { isJsonObject } from '../json-object.js';
import { badRequest } from '../problem.js';
import { BUILTIN_EXTRACTORS, featureUri } from '../extractors/catalog.js';
import type { RequestContext } from '../context.js';
import type { NamespaceRecord } from '../records.js';
import type { ResolverTable } from './table.js';

/** Vectors of services whose dimension nothing in the request tells. */
const DEFAULT_DIMENSION = 1024;
const MAX_DIMENSION = 65_536;

export const inferenceResolvers = {
  'inference.execute': {
    fidelity: 'behavioural',
    note: 'Embeds text with the local embedders; other inputs and generating models are refused.',
    resolve: async (context) => {
      const { body, services } = context;
      const target = readTarget(context);
      const texts = readTexts(body['inputs']);
      const started = services.clock.now();
      const vectors = await meterEmbedders(context).forService(target.model).embed(texts.list, target.dimension);
      const embeddings = vectors.map((vector) => Array.from(vector));
      return {
        body: {
          data: texts.single ? { embedding: embeddings[0] } : { embeddings },
          provider: target.provider,
          model: target.model,
          tokens_used: null,
          latency_ms: services.clock.now() - started,
          cached: false,
        },
      };
    },
  },
} satisfies ResolverTable;

interface Target {
  readonly provider: string;
  readonly model: string;
  readonly dimension: number;
}

/** The service comes from `feature_uri`, `inference_name` or `provider` and `model`; exactly one of the three. */
function readTarget(context: RequestContext): Target {
  const { body } = context;
  const uri = text(body['feature_uri']);
  const name = text(body['inference_name']);
  const model = text(body['model']);
  const provider = text(body['provider']);
  if ([uri, name, model].filter((value) => value !== undefined).length !== 1) {
    throw badRequest(
      'inference_target_required',
      'Name the model in exactly one way: feature_uri, inference_name, or model (with provider).',
    );
  }
  const asked = readDimension(body['parameters']);
  if (uri !== undefined) return { ...outputOfUri(uri, context), ...(asked === undefined ? {} : { dimension: asked }) };
  const service = name ?? model ?? '';
  return {
    provider: provider ?? service.split('/')[0] ?? service,
    model: service,
    dimension: asked ?? knownDimension(service) ?? DEFAULT_DIMENSION,
  };
}

/** A feature of an extractor, or a vector index of the namespace that has a service. */
function outputOfUri(uri: string, context: RequestContext): Target {
  if (!uri.startsWith('mixpeek://')) return outputOfIndex(uri, context.namespace);
  for (const extractor of BUILTIN_EXTRACTORS) {
    for (const output of extractor.outputs) {
      if (featureUri(extractor, output) !== uri) continue;
      return { provider: output.service.split('/')[0] ?? '', model: output.service, dimension: output.dimension };
    }
  }
  const known = BUILTIN_EXTRACTORS.flatMap((extractor) => extractor.outputs.map((o) => featureUri(extractor, o)));
  throw badRequest('unknown_feature_uri', `No feature has the URI "${uri}". Known: ${known.join(', ')}.`, { known });
}

function outputOfIndex(name: string, namespace: NamespaceRecord): Target {
  const index = namespace.vector_configs.find((config) => config.name === name);
  const service = namespace.vector_inference_map[name];
  if (index !== undefined && service !== undefined) {
    return { provider: service.split('/')[0] ?? service, model: service, dimension: index.dimension };
  }
  const known = Object.keys(namespace.vector_inference_map);
  throw badRequest(
    'inference_not_configured',
    `No inference service is mapped to a vector index "${name}" of namespace ${namespace.id}. Mapped: ` +
      `${known.join(', ') || 'none'}. Promote the namespace with vector_mappings to map one.`,
    { index: name, known },
  );
}

function knownDimension(service: string): number | undefined {
  return BUILTIN_EXTRACTORS.flatMap((extractor) => extractor.outputs).find((output) => output.service === service)
    ?.dimension;
}

function readDimension(parameters: JsonValue | undefined): number | undefined {
  const asked = isJsonObject(parameters) ? (parameters['dimensions'] ?? parameters['dimension']) : undefined;
  if (asked === undefined || asked === null) return undefined;
  if (typeof asked !== 'number' || !Number.isInteger(asked) || asked < 1 || asked > MAX_DIMENSION) {
    throw badRequest(
      'invalid_dimension',
      `parameters.dimensions is ${JSON.stringify(asked)}; give a whole number from 1 to ${MAX_DIMENSION}.`,
    );
  }
  return asked;
}

function readTexts(inputs: JsonValue | undefined): { list: string[]; single: boolean } {
  const given = isJsonObject(inputs) ? (inputs['text'] ?? inputs['texts']) : undefined;
  const extra = isJsonObject(inputs) ? Object.keys(inputs).filter((key) => key !== 'text' && key !== 'texts') : [];
  const list = Array.isArray(given) ? given : [given];
  if (extra.length > 0 || list.length === 0 || !list.every((entry) => typeof entry === 'string')) {
    throw badRequest(
      'inference_input_unsupported',
      'This server embeds text only: send inputs.text, a string or a list of strings, and nothing else.' +
        (extra.length > 0 ? ` Got: ${extra.join(', ')}.` : ''),
    );
  }
  return { list, single: !Array.isArray(given) };
}

const text = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
