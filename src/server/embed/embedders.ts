/** Turns text into vectors for one inference service. */
export interface Embedder {
  /** Shown in answers and in the coverage table: `lexical`, `sentence-encoder`, or the URL's host. */
  readonly name: string;
  /** One vector of exactly `dimension` numbers per text. Throws a Problem when it cannot give that dimension. */
  embed(texts: readonly string[], dimension: number): Promise<Float32Array[]>;
}

/** Finds what embeds for an inference service. */
export interface Embedders {
  /** The embedder behind an inference service name. Every name resolves: unknown ones to the default. */
  forService(service: string): Embedder;
}
