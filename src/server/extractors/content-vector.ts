import { createRandom, deriveSeed } from '../random.js';
import type { ExtractorServices, InputValue } from './extractor.js';

/**
 * A stand-in for the embedding of a picture, a video or a sound: a direction that depends on the bytes alone. Equal
 * contents have equal vectors, all others are strangers to each other, however alike they look.
 *
 * @param space name of the vector space: the same content has another direction in another space
 */
export function contentVector(
  digest: string,
  { space, dimension }: { space: string; dimension: number },
): Float32Array {
  const random = createRandom(deriveSeed(space, digest));
  const vector = new Float32Array(dimension);
  let length = 0;
  for (let index = 0; index < dimension; index += 1) {
    // Box-Muller: normal numbers give every direction the same chance.
    const value = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    vector[index] = value;
    length += value * value;
  }
  const scale = 1 / Math.sqrt(length);
  return vector.map((value) => value * scale);
}

/** SHA-256 of an input, in hex. */
export function digestOf(input: InputValue, { sha256 }: Pick<ExtractorServices, 'sha256'>): string {
  if (input.kind === 'file') return sha256(input.file.bytes);
  if (input.kind === 'vector') return sha256(input.vector.join(' '));
  return sha256(typeof input.value === 'string' ? input.value : JSON.stringify(input.value));
}
