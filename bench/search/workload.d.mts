export interface Workload {
  readonly key: string;
  readonly rows: number;
  readonly dimension: number;
  readonly bucket?: number;
}

export interface Searched {
  add(first: number, values: Float32Array): void;
  finish?(): void;
  search(query: Float32Array): readonly number[] | undefined;
  close?(): void;
}

export const WORKLOADS: readonly Workload[];
export const TOP_K: number;
export const QUERIES: number;
export const CHECKED: number;
export function bucketOf(row: number): number;
export function vectorsFile(folder: string, workload: Workload): string;
export function queriesFile(folder: string, workload: Workload): string;
export function truthFile(folder: string, workload: Workload): string;
export function measure(open: (workload: Workload) => Searched): Promise<void>;
