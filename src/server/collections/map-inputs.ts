import type { JsonValue } from '../../internal/json.js';
import { readPath } from '../engine/read-path.js';
import type { Extractor } from '../extractors/extractor.js';
import type { BlobRecord, BucketSchema, CollectionExtractor, InputMapping } from '../records.js';
import type { SourceItem } from './source-item.js';

/** Where the value of one input is, before files are read. */
export type MappedInput =
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'blob'; readonly blob: BlobRecord }
  | { readonly kind: 'vector'; readonly vector: Float32Array };

/** The inputs that the source has. Without mappings: fields of the input's name, else the first of a fitting kind. */
export function mapInputs(
  item: SourceItem,
  { config, extractor, inputSchema }: { config: CollectionExtractor; extractor: Extractor; inputSchema: BucketSchema },
): Record<string, MappedInput> {
  const mappings = toList(config.input_mappings);
  const chosen = mappings.length > 0 ? mappings : defaultMappings(extractor, inputSchema, item);
  const inputs: Record<string, MappedInput> = {};
  for (const mapping of chosen) {
    const input = read(mapping, item);
    if (input !== undefined) inputs[mapping.input_key] = input;
  }
  return inputs;
}

const toList = (mappings: CollectionExtractor['input_mappings']): InputMapping[] =>
  Array.isArray(mappings) ? mappings : Object.entries(mappings).map(([key, path]) => ({ input_key: key, path }));

function defaultMappings(extractor: Extractor, inputSchema: BucketSchema, item: SourceItem): InputMapping[] {
  const fields = Object.entries(inputSchema.properties);
  if (extractor.inputs === null) {
    // Contents without names of their own: all of them. A passthrough copies fields instead.
    if (extractor.standIn === undefined) return [];
    return fields.map(([name]) => ({ input_key: name, path: name }));
  }
  const taken = new Set<string>();
  return Object.entries(extractor.inputs).flatMap(([key, kinds]): InputMapping[] => {
    const own = Object.hasOwn(inputSchema.properties, key) || find(key, item) !== undefined ? key : undefined;
    const fitting = kinds
      .flatMap((kind) => fields.filter(([, field]) => field.type === kind))
      .map(([name]) => name)
      .find((name) => !taken.has(name));
    const path = own ?? fitting;
    if (path === undefined) return [];
    taken.add(path);
    return [{ input_key: key, path }];
  });
}

function read(
  { input_key: key, source_type: type, path, override }: InputMapping,
  item: SourceItem,
): MappedInput | undefined {
  const place = path ?? key;
  if (type === 'literal') return override === undefined ? undefined : { kind: 'value', value: override };
  if (type === 'vector') {
    const vector = Object.hasOwn(item.vectors, place) ? item.vectors[place] : undefined;
    return vector === undefined ? undefined : { kind: 'vector', vector };
  }
  return find(place, item);
}

/** A file of that name, else the value at the path. */
function find(path: string, { fields, blobs }: SourceItem): MappedInput | undefined {
  const blob = blobs.find(({ property }) => property === path);
  if (blob !== undefined) return { kind: 'blob', blob };
  const values = readPath(fields, path).filter((value) => value !== null);
  const [first] = values;
  if (first === undefined) return undefined;
  return { kind: 'value', value: values.length === 1 ? first : values };
}
