import { BUILTIN_EXTRACTORS, featureUri as featureUriOf } from '../../extractors/catalog.js';
import { badRequest } from '../../problem.js';
import type { NamespaceRecord, VectorConfigRecord } from '../../records.js';

/**
 * `text_8` -> `text_8`; an output of a built-in extractor -> the index that it fills; any other
 * `mixpeek://extractor@v1/embedding` -> `embedding`.
 */
function indexNameOf(featureUri: string): string {
  if (!featureUri.includes('://')) return featureUri;
  const builtin = BUILTIN_EXTRACTORS.find((one) => featureUri.startsWith(`mixpeek://${one.name}@${one.version}/`));
  const output = builtin?.outputs.find((one) => featureUri === featureUriOf(builtin, one));
  if (output !== undefined) return output.index;
  return featureUri.slice(featureUri.lastIndexOf('/') + 1);
}

/** The vector index behind a feature URI. Throws 400 `unknown_vector_index` with those that there are. */
export function requireVectorIndex(
  featureUri: string,
  { namespace, path }: { namespace: NamespaceRecord; path: string },
): VectorConfigRecord {
  const name = indexNameOf(featureUri);
  const found = namespace.vector_configs.find((config) => config.name === name);
  if (found !== undefined) return found;
  const available = namespace.vector_configs.map((config) => config.name);
  const list =
    available.length === 0 ? 'It has none yet: the first upsert makes them.' : `It has ${available.join(', ')}.`;
  throw badRequest(
    'unknown_vector_index',
    `${path}: namespace "${namespace.namespace_name}" has no vector index "${name}". ${list}`,
    { index: name, available, path },
  );
}
