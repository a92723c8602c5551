import type { StateReader } from '../context.js';
import { extractorNamed } from '../extractors/index.js';
import type { BucketSchema, CollectionExtractor, CollectionSource, SchemaField } from '../records.js';

/** Kinds of fields that are files, and never fields of documents. */
const FILES: ReadonlySet<string> = new Set(['image', 'audio', 'video', 'pdf', 'excel']);

export const isFileField = ({ type }: SchemaField): boolean => FILES.has(type);

/** The fields of the sources together; where two have one of the same name, the first one's. */
export function inputSchemaOf(source: CollectionSource, state: StateReader): BucketSchema {
  const schemas =
    source.type === 'bucket'
      ? source.bucket_ids.map((id) => state.get('buckets', id)?.bucket_schema)
      : source.collection_ids.map((id) => state.get('collections', id)?.output_schema);
  const properties: Record<string, SchemaField> = {};
  for (const schema of schemas) {
    for (const [name, field] of Object.entries(schema?.properties ?? {})) properties[name] ??= field;
  }
  return { properties };
}

/** The fields of the documents: what is copied, and what the extractor adds. */
export function outputSchemaOf(extractor: CollectionExtractor, { properties: inputs }: BucketSchema): BucketSchema {
  const properties: Record<string, SchemaField> = {};
  if (copiesEverything(extractor)) {
    for (const [name, field] of Object.entries(inputs)) if (!isFileField(field)) properties[name] = field;
  }
  for (const { source_path: path, target_path: target } of extractor.field_passthrough) {
    const name = (target ?? path).split('.')[0] ?? path;
    const source = inputs[path] ?? { type: 'string' as const };
    properties[name] = (target ?? path).includes('.') ? { type: 'object' } : source;
  }
  Object.assign(properties, extractorNamed(extractor.feature_extractor_name)?.outputs);
  return { properties };
}

/** A passthrough that is told nothing copies all. */
export function copiesEverything(extractor: CollectionExtractor): boolean {
  if (extractor.include_all_source_fields) return true;
  const isPlain = extractor.feature_extractor_name === 'passthrough_extractor';
  return isPlain && extractor.field_passthrough.length === 0 && Object.keys(extractor.input_mappings).length === 0;
}
