import { fieldOf, type RankedDocument } from '../ranked-document.js';

export const SIMILARITY_METRICS = ['cosine', 'dot', 'euclidean'] as const;
export type SimilarityMetric = (typeof SIMILARITY_METRICS)[number];

export interface DiversityFeature {
  /** Name of a vector index. */
  readonly index: string;
  readonly weight: number;
}

interface DiversityField {
  readonly field: string;
  readonly weight: number;
}

/**
 * How alike two documents are: the weighted mean of their likeness in each vector index and each field. Equal values of
 * a field make 1, others 0; a vector that one of them lacks makes 0.
 */
export function createSimilarity(options: {
  documents: readonly RankedDocument[];
  features: readonly DiversityFeature[];
  fields: readonly DiversityField[];
  metric: SimilarityMetric;
  vector: (id: string, index: string) => Float32Array | undefined;
}): (a: RankedDocument, b: RankedDocument) => number {
  const { features, fields, metric } = options;
  const total = [...features, ...fields].reduce((sum, { weight }) => sum + weight, 0);
  const columns = features.map(({ index, weight }) => ({
    weight,
    vectors: new Map(options.documents.map(({ id }) => [id, options.vector(id, index)])),
  }));
  return (a, b) => {
    if (total === 0) return 0;
    let sum = 0;
    for (const { weight, vectors } of columns) sum += weight * likeness(vectors.get(a.id), vectors.get(b.id), metric);
    for (const { field, weight } of fields) sum += isSame(fieldOf(a, field), fieldOf(b, field)) ? weight : 0;
    return sum / total;
  };
}

function likeness(a: Float32Array | undefined, b: Float32Array | undefined, metric: SimilarityMetric): number {
  if (a === undefined || b === undefined) return 0;
  if (metric === 'euclidean') {
    return 1 / (1 + Math.sqrt(a.reduce((sum, value, i) => sum + (value - (b[i] ?? 0)) ** 2, 0)));
  }
  const product = dot(a, b);
  if (metric === 'dot') return product;
  const lengths = Math.sqrt(dot(a, a) * dot(b, b));
  return lengths === 0 ? 0 : product / lengths;
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

/** Fields that neither has are no likeness. */
function isSame(a: unknown, b: unknown): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}
