/** Points that cannot be put into groups as asked; the message says why, and what to do. */
export class ClusteringError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ClusteringError';
  }
}

/** Refuses sizes that take longer or more memory than one process should. */
export function refuseMoreThan(limit: number, count: number, algorithm: string): void {
  if (count <= limit) return;
  throw new ClusteringError(
    `${algorithm} takes at most ${limit} documents here, not ${count}. Set sample_size to ${limit} or less, or use kmeans.`,
  );
}
