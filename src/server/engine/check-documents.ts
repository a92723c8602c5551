import { EngineError } from './engine-error.js';
import type { EngineDocument, VectorConfig } from './types.js';

/**
 * Checks the vectors of documents against the indexes there are; indexes they would create come from the first
 * document that names them.
 *
 * @returns the indexes to create
 * @throws EngineError `vector_dimension_mismatch`, `vector_empty`, `vector_not_finite`
 */
export function checkDocuments(
  documents: readonly EngineDocument[],
  configOf: (name: string) => VectorConfig | undefined,
): VectorConfig[] {
  const unseen = new Map<string, VectorConfig>();
  documents.forEach((document, position) => {
    for (const [name, vector] of Object.entries(document.vectors)) {
      const place = { index: name, document_id: document.id, position };
      checkNumbers(vector, place);
      const config = configOf(name) ?? unseen.get(name);
      if (config === undefined) unseen.set(name, { name, dimension: vector.length, metric: 'cosine' });
      else checkDimension(vector, config, place);
    }
  });
  return [...unseen.values()];
}

/** @throws EngineError as `checkDocuments` */
export function checkQuery(vector: ArrayLike<number>, config: VectorConfig): void {
  checkNumbers(vector, { index: config.name });
  checkDimension(vector, config, { index: config.name });
}

interface Place {
  readonly index: string;
  readonly document_id?: string;
  readonly position?: number;
}

function checkDimension(vector: ArrayLike<number>, config: VectorConfig, place: Place): void {
  if (vector.length === config.dimension) return;
  const message = `${describe(place)} has ${vector.length} numbers; the index takes ${config.dimension}.`;
  const { index, ...where } = place;
  throw new EngineError('vector_dimension_mismatch', message, {
    index,
    expected: config.dimension,
    got: vector.length,
    ...where,
  });
}

function checkNumbers(vector: ArrayLike<number>, place: Place): void {
  if (vector.length === 0) throw new EngineError('vector_empty', `${describe(place)} has no numbers.`, { ...place });
  for (let component = 0; component < vector.length; component++) {
    const value = vector[component];
    if (Number.isFinite(value)) continue;
    const message = `${describe(place)} has ${String(value)} at place ${component}; every number must be finite in float32.`;
    throw new EngineError('vector_not_finite', message, { ...place, component });
  }
}

function describe({ index, document_id: id, position }: Place): string {
  if (id === undefined) return `The query vector for index "${index}"`;
  return `The vector "${index}" of document "${id}" (documents[${position}])`;
}
