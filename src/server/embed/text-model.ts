/** A sentence encoder: texts in, one vector of 512 numbers for each out. */
export interface TextModel {
  embed(texts: string[]): Promise<number[][]>;
}
