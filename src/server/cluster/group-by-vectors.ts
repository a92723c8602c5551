import { group } from '../clustering/algorithms.js';
import { ClusteringError } from '../clustering/clustering-error.js';
import { joinPoints, learnWeights } from '../clustering/learn-weights.js';
import {
  meansOf,
  nearest,
  normalizePoints,
  pointAt,
  selectPoints,
  squaredDistance,
  toPoints,
  type Labels,
  type Points,
} from '../clustering/points.js';
import { membersOf, qualityOf, type Quality } from '../clustering/quality.js';
import { createRandom } from '../random.js';
import { readParameters } from '../clustering/parameters.js';
import type { VectorClustering } from './definition.js';
import type { FoundGroup, Grouping } from './grouping.js';

/** A document with its vectors, in the order of the features; those without one of them take no part. */
export interface VectorSubject {
  readonly id: string;
  readonly vectors: readonly ArrayLike<number>[];
}

/** Seed of the API where the parameters name none. */
const DEFAULT_SEED = 42;
/** Quality compares all pairs: of more documents, every so many is measured. */
const QUALITY_SAMPLE = 2000;

/** Puts documents into groups by their vectors. Throws a ClusteringError where they do not allow it. */
export async function groupByVectors(
  subjects: readonly VectorSubject[],
  clustering: VectorClustering,
): Promise<Grouping> {
  if (subjects.length === 0) {
    throw new ClusteringError(
      `No document of the collections has the vectors ${clustering.features.join(', ')}. Write some, or choose another feature_uri.`,
    );
  }
  const features = clustering.features.map((_, feature) => {
    const points = toPoints(subjects.map(({ vectors }) => vectors[feature] ?? []));
    return clustering.normalize ? normalizePoints(points) : points;
  });
  if (clustering.strategy === 'independent' && features.length > 1)
    return groupSeparately(subjects, features, clustering);
  const learned =
    clustering.strategy === 'weighted' && clustering.learning !== null ? await learn(features, clustering) : null;
  const weights = learned?.weights ?? clustering.features.map((uri) => weightOf(uri, clustering));
  const points = features.length === 1 && features[0] !== undefined ? features[0] : joinPoints(features, weights);
  const labels = await labelsOf(points, clustering);
  return {
    ...toGroups(subjects, { points, labels, clustering, first: 0 }),
    quality: measure(points, labels),
    learned:
      learned === null
        ? null
        : {
            weights: Object.fromEntries(
              clustering.features.map((uri, feature) => [uri, learned.weights[feature] ?? 0]),
            ),
            score: learned.score,
          },
    points: subjects.length,
  };
}

/** Each vector has groups of its own; a document is in one of each. */
async function groupSeparately(
  subjects: readonly VectorSubject[],
  features: readonly Points[],
  clustering: VectorClustering,
): Promise<Grouping> {
  const groups: FoundGroup[] = [];
  const grouped = new Set<string>();
  const qualities: Quality[] = [];
  for (const points of features) {
    const labels = await labelsOf(points, clustering);
    const found = toGroups(subjects, { points, labels, clustering, first: groups.length });
    groups.push(...found.groups);
    for (const { members } of found.groups) for (const { id } of members) grouped.add(id);
    qualities.push(measure(points, labels));
  }
  const noise = subjects.flatMap(({ id }) => (grouped.has(id) ? [] : [id]));
  return { groups, noise, quality: meanQuality(qualities), learned: null, points: subjects.length };
}

const seedOf = ({ parameters }: VectorClustering): number =>
  readParameters(parameters).number('random_state', DEFAULT_SEED);

/** Finds groups on the sample where one is asked for; the other documents join the nearest mean. */
async function labelsOf(points: Points, clustering: VectorClustering): Promise<Labels> {
  const { algorithm, parameters, sampleSize } = clustering;
  const random = createRandom(seedOf(clustering));
  const run = (chosen: Points) => group(chosen, { algorithm, parameters, random });
  if (sampleSize === null || sampleSize >= points.count) return run(points);
  const places = sample(points.count, sampleSize, random);
  const found = await run(selectPoints(points, places));
  const means = meansOf(selectPoints(points, places), found);
  const labels = new Int32Array(points.count).fill(-1);
  if (means.length === 0) return labels;
  for (let index = 0; index < points.count; index++) labels[index] = nearest(pointAt(points, index), means).place;
  places.forEach((place, index) => (labels[place] = found[index] ?? -1));
  return labels;
}

function sample(count: number, size: number, random: () => number): number[] {
  const places = Array.from({ length: count }, (_, index) => index);
  for (let chosen = 0; chosen < size; chosen++) {
    const other = chosen + Math.floor(random() * (count - chosen));
    [places[chosen], places[other]] = [places[other] as number, places[chosen] as number];
  }
  return places.slice(0, Math.max(1, size)).sort((a, b) => a - b);
}

function learn(features: readonly Points[], clustering: VectorClustering) {
  const read = readParameters(clustering.learning ?? {});
  const random = createRandom(read.number('random_state', DEFAULT_SEED));
  const size = Math.min(read.number('sample_size', Infinity), features[0]?.count ?? 0);
  const places = sample(features[0]?.count ?? 0, size, random);
  return learnWeights(
    features.map((points) => selectPoints(points, places)),
    {
      method: read.text('method', 'bayesian'),
      maxIterations: read.number('max_iterations', 20),
      metric: read.text('metric', 'silhouette'),
      random,
      cluster: (points) => labelsOf(points, { ...clustering, sampleSize: null }),
    },
  );
}

const weightOf = (uri: string, { strategy, weights }: VectorClustering): number => {
  const weight = weights?.[uri];
  return strategy === 'weighted' && typeof weight === 'number' ? weight : 1;
};

interface Labelled {
  readonly points: Points;
  readonly labels: Labels;
  readonly clustering: VectorClustering;
  /** Number of the first group. */
  readonly first: number;
}

function toGroups(
  subjects: readonly VectorSubject[],
  { points, labels, clustering, first }: Labelled,
): Pick<Grouping, 'groups' | 'noise'> {
  const groups = membersOf(labels).map((places, index): FoundGroup => {
    const middle = middleOf(points, places, clustering.center);
    const members = places
      .map((place) => ({
        id: subjects[place]?.id ?? '',
        distance: Math.sqrt(squaredDistance(pointAt(points, place), middle)),
      }))
      .sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1));
    return { id: `cl_${first + index}`, members, parentId: null, label: null };
  });
  return { groups, noise: subjects.flatMap(({ id }, index) => (labels[index] === -1 ? [id] : [])) };
}

/** What stands for a group. */
function middleOf(points: Points, places: readonly number[], center: VectorClustering['center']): Float64Array {
  const rows = places.map((place) => pointAt(points, place));
  const perAxis = (combine: (values: number[]) => number): Float64Array =>
    Float64Array.from({ length: points.dimension }, (_, axis) => combine(rows.map((row) => row[axis] as number)));
  const mean = perAxis((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  if (center === 'mean') return mean;
  if (center === 'median') {
    return perAxis((values) => {
      const sorted = values.sort((a, b) => a - b);
      const half = (sorted.length - 1) / 2;
      return ((sorted[Math.floor(half)] as number) + (sorted[Math.ceil(half)] as number)) / 2;
    });
  }
  // The member nearest to the mean: by squared distances it is the one nearest to all members.
  return rows[nearest(mean, rows).place] ?? mean;
}

function measure(points: Points, labels: Labels): Quality {
  const step = Math.ceil(points.count / QUALITY_SAMPLE);
  if (step === 1) return qualityOf(points, labels);
  const places = Array.from({ length: Math.floor(points.count / step) }, (_, index) => index * step);
  return qualityOf(
    selectPoints(points, places),
    Int32Array.from(places, (place) => labels[place] ?? -1),
  );
}

function meanQuality(qualities: readonly Quality[]): Quality {
  const mean = (pick: (quality: Quality) => number | null): number | null => {
    const known = qualities.map(pick).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  return {
    silhouette: mean(({ silhouette }) => silhouette),
    daviesBouldin: mean(({ daviesBouldin }) => daviesBouldin),
    calinskiHarabasz: mean(({ calinskiHarabasz }) => calinskiHarabasz),
  };
}
