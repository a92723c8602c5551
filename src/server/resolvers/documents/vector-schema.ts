import { checkDocuments } from '../../engine/check-documents.js';
import type { EngineDocument } from '../../engine/types.js';
import { badRequest } from '../../problem.js';
import type { NamespaceRecord, VectorConfigRecord } from '../../records.js';
import { bringsVectors } from '../namespaces/view.js';

/**
 * Checks the vectors of documents against the namespace's indexes.
 *
 * @returns the indexes that writing them creates: cosine, with the length of the first vector
 * @throws EngineError on another length than the index has; Problem 400 on unseen indexes where extractors decide
 */
export function checkVectors(documents: readonly EngineDocument[], namespace: NamespaceRecord): VectorConfigRecord[] {
  const configs = new Map(namespace.vector_configs.map((config) => [config.name, config]));
  const unseen = checkDocuments(documents, (name) => configs.get(name));
  const first = unseen[0];
  if (first !== undefined && !bringsVectors(namespace)) {
    const available = [...configs.keys()];
    throw badRequest(
      'unknown_vector_index',
      `Namespace ${namespace.id} has no vector index "${first.name}", and its feature extractors decide which there are: ` +
        `${available.join(', ') || 'none'}.`,
      { index: first.name, available },
    );
  }
  return unseen;
}
