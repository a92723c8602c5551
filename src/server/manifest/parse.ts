import { unwrapCommonJs } from '../../internal/common-js.js';
import type { JsonObject, JsonValue } from '../../internal/json.js';
import { isJsonObject } from '../json-object.js';
import { badRequest } from '../problem.js';
import type { ResourceKind } from '../resource-kinds/kind.js';
import { RESOURCE_KINDS } from '../resource-kinds/kinds.js';
import { toDefinition } from './short-names.js';

/** One resource that a manifest describes. */
export interface ManifestItem {
  readonly kind: ResourceKind;
  readonly name: string;
  /** Name of its namespace; null for a namespace. */
  readonly namespace: string | null;
  /** Fields of the request that creates it, without its name. References are by name or id. */
  readonly definition: JsonObject;
  /** `buckets.0` */
  readonly location: string;
}

export interface Manifest {
  readonly name: string | null;
  /** As it was read. */
  readonly content: JsonObject;
  readonly items: readonly ManifestItem[];
  /** What is wrong with its form, one line each, with the place. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

export const MANIFEST_VERSION = '1.0';

/**
 * Reads a manifest: YAML, or JSON, which YAML includes.
 * @throws Problem 400 `invalid_manifest` with line and column when it cannot be read
 */
export async function parseManifest(text: string): Promise<Manifest> {
  const { parseDocument } = unwrapCommonJs(await import('yaml'));
  const document = parseDocument(text, { prettyErrors: true });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const at = broken.linePos?.[0];
    throw badRequest('invalid_manifest', `The manifest cannot be read: ${broken.message.split('\n')[0] ?? ''}`, {
      line: at?.line ?? null,
      column: at?.col ?? null,
    });
  }
  // An alias that names thousands of others would fill the memory.
  const content = document.toJS({ maxAliasCount: 100 }) as JsonValue;
  if (!isJsonObject(content)) {
    throw badRequest(
      'invalid_manifest',
      'The manifest has to be a mapping with version, metadata and resources, such as "buckets:".',
    );
  }
  return readContent(content);
}

const SECTIONS = ['namespaces', 'buckets', 'collections', 'taxonomies', 'clusters', 'retrievers'];
const KNOWN = ['version', 'metadata', ...SECTIONS];

function readContent(content: JsonObject): Manifest {
  const errors: string[] = [];
  const warnings: string[] = [];
  const { version, metadata } = content;
  if (version === undefined) warnings.push(`version: is missing; "${MANIFEST_VERSION}" is taken`);
  // YAML reads 1.0 without quotes as a number.
  else if (version !== MANIFEST_VERSION && version !== Number(MANIFEST_VERSION))
    errors.push(`version: is ${JSON.stringify(version)}; "${MANIFEST_VERSION}" is known`);
  for (const key of Object.keys(content)) {
    if (!KNOWN.includes(key)) errors.push(`${key}: is unknown; the parts are ${KNOWN.join(', ')}`);
  }
  const items = SECTIONS.flatMap((section) => readSection(content[section], section, errors));
  const name = isJsonObject(metadata) && typeof metadata['name'] === 'string' ? metadata['name'] : null;
  return { name, content, items, errors, warnings };
}

function readSection(value: JsonValue | undefined, section: string, errors: string[]): ManifestItem[] {
  if (value === undefined || value === null) return [];
  const kind = RESOURCE_KINDS.find((each) => each.section === section);
  if (!Array.isArray(value) || kind === undefined) {
    errors.push(`${section}: has to be a list`);
    return [];
  }
  return value.flatMap((entry, index) => {
    const location = `${section}.${index}`;
    const item = isJsonObject(entry) ? readItem(entry, kind, location) : `${location}: has to be a mapping with a name`;
    if (typeof item !== 'string') return [item];
    errors.push(item);
    return [];
  });
}

/** The item, or what is wrong with it. */
function readItem(entry: JsonObject, kind: ResourceKind, location: string): ManifestItem | string {
  const { name: shortName, namespace: shortNamespace, ...others } = entry;
  const { [kind.nameField]: longName, ...rest } = others;
  const name = shortName ?? longName;
  if (typeof name !== 'string' || name === '') return `${location}.name: is missing`;
  if (kind.type === 'namespace')
    return { kind, name, namespace: null, definition: toDefinition(kind.type, rest), location };
  const { namespace_id: longNamespace, ...definition } = rest;
  const namespace = shortNamespace ?? longNamespace;
  if (typeof namespace !== 'string' || namespace === '')
    return `${location}.namespace: is missing; name the namespace it is in`;
  return { kind, name, namespace, definition: toDefinition(kind.type, definition), location };
}
