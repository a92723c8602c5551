import type { JsonObject, JsonValue } from '../../internal/json.js';
import { isJsonObject, objectsOf, textOf } from '../json-object.js';
import { logicalLines } from './logical-lines.js';
import { NOT_PLAIN, readLiteral } from './python-literal.js';

/** What a `manifest.py` assigns at its top level, as far as it is plain data. */
export function readAssignments(source: string): Map<string, JsonValue> {
  const found = new Map<string, JsonValue>();
  for (const { code, text } of logicalLines(source)) {
    const [head, name] = /^([A-Za-z_]\w*)\s*(?::[^=]+)?=(?!=)\s*/.exec(code) ?? [];
    if (head === undefined || name === undefined) continue;
    const value = readLiteral(text.slice(head.length));
    if (value !== NOT_PLAIN) found.set(name, value);
  }
  return found;
}

/** The manifest as the API describes it; its name and version may stand in `metadata` too. */
export function readManifest(source: string): JsonObject {
  const assigned = readAssignments(source);
  const metadata = assigned.get('metadata');
  const described: JsonObject = isJsonObject(metadata) ? metadata : {};
  const text = (...values: (JsonValue | undefined)[]): string | null =>
    values.find((value): value is string => typeof value === 'string') ?? null;
  const object = (name: string): JsonObject | null => {
    const value = assigned.get(name);
    return isJsonObject(value) ? value : null;
  };
  const objects = (name: string): JsonObject[] | null => (assigned.has(name) ? objectsOf(assigned.get(name)) : null);
  const dependencies = assigned.get('dependencies') ?? described['dependencies'];
  return {
    feature_extractor_name: text(assigned.get('feature_extractor_name'), described['name']),
    version: text(assigned.get('version'), described['version']),
    description: text(assigned.get('description'), described['description']),
    input_schema: object('input_schema'),
    output_schema: object('output_schema'),
    parameter_schema: object('parameter_schema'),
    required_vector_indexes: objects('required_vector_indexes'),
    features: objects('features'),
    dependencies: Array.isArray(dependencies) ? dependencies.filter((item) => typeof item === 'string') : [],
  };
}

/** A vector that a plugin writes. */
export interface PluginOutput {
  /** Last segment of its feature URI. */
  readonly output: string;
  /** Its vector index in a namespace. */
  readonly index: string;
  readonly dimension: number;
}

const DIMENSIONS = ['dimension', 'dimensions', 'dim', 'vector_size'] as const;

/** The vectors that a manifest announces, among its features or its indexes. */
export function outputsOf(manifest: JsonObject, name: string): PluginOutput[] {
  const outputs = [...objectsOf(manifest['features']), ...objectsOf(manifest['required_vector_indexes'])].flatMap(
    (entry): PluginOutput[] => {
      const index = isJsonObject(entry['index']) ? entry['index'] : {};
      const output = textOf(entry, 'name') || textOf(index, 'name');
      const dimension = DIMENSIONS.map((field) => entry[field] ?? index[field]).find(isDimension);
      if (output === '' || dimension === undefined) return [];
      return [{ output, index: output.startsWith(`${name}_`) ? output : `${name}_${output}`, dimension }];
    },
  );
  return [...new Map(outputs.map((output) => [output.output, output])).values()];
}

const isDimension = (value: JsonValue | undefined): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 65_536;

export const featureUriOf = (name: string, version: string, manifest: JsonObject): string => {
  const [first] = outputsOf(manifest, name);
  return `mixpeek://${name}@${version}/${first?.output ?? name}`;
};
