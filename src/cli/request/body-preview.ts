import type { Operation } from '../../operation.js';

/** A body as it can be shown. Files are named, not read. */
export type BodyPreview =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'parts'; readonly parts: readonly PartPreview[] };

export interface PartPreview {
  readonly name: string;
  readonly value?: string;
  readonly file?: string;
}

/** The parts of a multipart body, in the row's order. */
export function toPartPreviews(row: Operation, params: Readonly<Record<string, unknown>>): PartPreview[] {
  return (row.body?.parts ?? []).flatMap(({ name, file }): PartPreview[] => {
    const value = params[name];
    if (value === undefined) return [];
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return [file ? { name, file: text } : { name, value: text }];
  });
}
