import type { JsonObject } from '../../internal/json.js';
import type { JobContext } from '../context.js';
import { isoTime } from '../iso-time.js';
import { isJsonObject, textOf } from '../json-object.js';
import { notFound } from '../problem.js';
import type { NamespaceRecord, VectorConfigRecord } from '../records.js';
import { refuseTakenIdentity } from '../resolvers/namespaces/identity.js';
import { addExtractors, readExtractors } from '../resolvers/namespaces/read-extractors.js';
import type { MigrationSettings } from './config.js';
import { isInPlace } from './plan.js';

/** Stages the namespace that a migration writes to, with the indexes that it needs. */
export function setUpTarget(
  settings: MigrationSettings,
  source: NamespaceRecord,
  context: JobContext,
): NamespaceRecord {
  const { state, tx, services } = context;
  const now = isoTime(services.clock.now());
  const base = targetOf(settings, source, context);
  const isNew = base === undefined;
  const kept: NamespaceRecord = base ?? {
    ...source,
    id: services.id('ns'),
    namespace_name: settings.targetName ?? source.namespace_name,
    created_at: now,
    expires_at: null,
  };
  if (isNew) refuseTakenIdentity({ name: kept.namespace_name }, state);
  const target: NamespaceRecord = { ...kept, ...indexesOf(settings, { source, kept, isNew }), updated_at: now };
  tx.put('namespaces', target);
  return target;
}

function targetOf(
  settings: MigrationSettings,
  source: NamespaceRecord,
  { state }: JobContext,
): NamespaceRecord | undefined {
  if (isInPlace(settings)) return source;
  if (settings.targetId === null) return undefined;
  const target = state.findNamespace(settings.targetId);
  if (target === undefined) throw notFound('namespace', settings.targetId);
  return target;
}

type Indexes = Pick<NamespaceRecord, 'vector_configs' | 'vector_inference_map' | 'feature_extractors'>;

/** `re_extract` leaves the source's extractors behind; the other kinds add to what is there. */
function indexesOf(
  { type, extractors }: MigrationSettings,
  { source, kept, isNew }: { source: NamespaceRecord; kept: NamespaceRecord; isNew: boolean },
): Indexes {
  const nothing: Indexes = { vector_configs: [], vector_inference_map: {}, feature_extractors: [] };
  const start = type === 're_extract' && isNew ? nothing : kept;
  const brought = type === 're_extract' ? nothing : source;
  const own = {
    vector_configs: union(start.vector_configs, brought.vector_configs),
    vector_inference_map: { ...brought.vector_inference_map, ...start.vector_inference_map },
  };
  const added = addExtractors(own, readExtractors(extractors.map(toReference)));
  const known = [...start.feature_extractors, ...brought.feature_extractors, ...added.feature_extractors];
  return { ...added, feature_extractors: [...new Map(known.map((each) => [extractorKey(each), each])).values()] };
}

const union = (first: readonly VectorConfigRecord[], second: readonly VectorConfigRecord[]): VectorConfigRecord[] => [
  ...first,
  ...second.filter(({ name }) => !first.some((config) => config.name === name)),
];

/** As `POST /v1/namespaces` takes an extractor. */
const toReference = (extractor: JsonObject): JsonObject => ({
  feature_extractor_name: textOf(extractor, 'feature_extractor_name'),
  version: textOf(extractor, 'version') || 'v1',
  params: isJsonObject(extractor['parameters']) ? extractor['parameters'] : null,
});

const extractorKey = (extractor: JsonObject): string =>
  `${textOf(extractor, 'feature_extractor_name')}@${textOf(extractor, 'version')}`;
