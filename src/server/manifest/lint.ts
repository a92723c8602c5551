import type { JsonObject, JsonValue } from '../../internal/json.js';
import { isJsonObject, objectsOf, textOf } from '../json-object.js';
import type { ManifestCheck } from './validate.js';
import { fullName, neededBy } from './order.js';
import type { Manifest, ManifestItem } from './parse.js';
import { secretsIn } from './secrets.js';

export interface Finding {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly location: string;
  readonly suggestion: string;
  readonly fix_example: string | null;
}

interface Linted {
  readonly manifest: Manifest;
  readonly check: ManifestCheck;
}

/** Looks at a whole manifest, or at each of its items. */
type Rule = (linted: Linted) => Finding[];

const perItem =
  (look: (item: ManifestItem, manifest: Manifest) => Finding | undefined): Rule =>
  ({ manifest }) =>
    manifest.items.flatMap((item) => look(item, manifest) ?? []);

const usersOf = (item: ManifestItem, { items }: Manifest): ManifestItem[] =>
  items.filter((other) => neededBy(other, items).includes(item));

/** The rules by name; `skip_rules` leaves some out. */
export const LINT_RULES: Readonly<Record<string, Rule>> = {
  invalid: ({ check }) =>
    check.errors.map((error) => {
      const [, location = '', message = error] = /^([\w.]+): (.+)$/s.exec(error) ?? [];
      return finding('invalid', 'error', message, location, 'Correct it: a manifest like this cannot be applied.');
    }),
  'missing-secret': ({ check }) =>
    check.missingSecrets.map((name) =>
      finding(
        'missing-secret',
        'error',
        `The organization has no secret "${name}".`,
        '',
        'Create the secret before you apply the manifest.',
      ),
    ),
  'plain-secret': ({ manifest }) =>
    manifest.items.flatMap((item) =>
      plainSecrets(item.definition, [item.location]).map((path) => {
        const name = (path.at(-1) ?? 'key').toUpperCase();
        return finding(
          'plain-secret',
          'error',
          'This looks like a key or password in plain text.',
          path.join('.'),
          'Keep it as a secret of the organization, and refer to it.',
          `${path.at(-1) ?? 'key'}: \${{ secrets.${name} }}`,
        );
      }),
    ),
  'unpinned-extractor': ({ manifest }) =>
    manifest.items.flatMap((item) =>
      extractorsOf(item.definition)
        .filter(({ version }) => typeof version !== 'string')
        .map((extractor) =>
          finding(
            'unpinned-extractor',
            'warning',
            `"${textOf(extractor, 'feature_extractor_name')}" has no version.`,
            item.location,
            'Name the version, so that documents are made the same way later.',
            'version: v1',
          ),
        ),
    ),
  'unused-bucket': perItem((item, manifest) =>
    item.kind.type === 'bucket' && usersOf(item, manifest).length === 0
      ? finding(
          'unused-bucket',
          'warning',
          `No collection reads the bucket "${fullName(item)}".`,
          item.location,
          'Add a collection that reads it, or remove it.',
        )
      : undefined,
  ),
  'unused-collection': perItem((item, manifest) =>
    item.kind.type === 'collection' && usersOf(item, manifest).length === 0
      ? finding(
          'unused-collection',
          'info',
          `Nothing searches, groups or reads the collection "${fullName(item)}".`,
          item.location,
          'Add a retriever that searches it.',
        )
      : undefined,
  ),
  'foreign-namespace': perItem((item, { items }) =>
    item.namespace === null || items.some(({ kind, name }) => kind.type === 'namespace' && name === item.namespace)
      ? undefined
      : finding(
          'foreign-namespace',
          'info',
          `The namespace "${item.namespace}" is not described here.`,
          item.location,
          'Describe it too, so that the manifest works where it does not exist yet.',
        ),
  ),
  'name-style': perItem((item) =>
    /^[a-z0-9]+(?:[_-][a-z0-9]+)*$/.test(item.name)
      ? undefined
      : finding(
          'name-style',
          'info',
          `The name "${item.name}" is not in lower case with hyphens or underscores.`,
          `${item.location}.name`,
          'Choose a name that reads well in addresses.',
          `name: ${toStyle(item.name)}`,
        ),
  ),
  'missing-description': perItem((item) =>
    typeof item.definition['description'] === 'string'
      ? undefined
      : finding(
          'missing-description',
          'info',
          `The ${item.kind.type} "${fullName(item)}" has no description.`,
          item.location,
          'Say what it is for.',
          'description: What it is for.',
        ),
  ),
};

export function lintManifest(linted: Linted, skipped: ReadonlySet<string>): Finding[] {
  return Object.entries(LINT_RULES).flatMap(([code, rule]) => (skipped.has(code) ? [] : rule(linted)));
}

function finding(
  code: string,
  severity: Finding['severity'],
  ...[message, location, suggestion, example = null]: [string, string, string, (string | null)?]
): Finding {
  return { code, severity, message, location, suggestion, fix_example: example };
}

const SECRET_VALUE =
  /^(?:(?:mxp_|usr_|ret_)?sk_\w{8,}|AKIA[A-Z0-9]{12,}|gh[pousr]_\w{20,}|xox[abp]-\S{10,}|-----BEGIN )/;
const SECRET_FIELD = /(?:password|secret|token|api_?key|private_?key)$/i;

/** The places of texts that look like keys, or stand where keys stand. */
function plainSecrets(value: JsonValue, path: readonly string[]): string[][] {
  if (typeof value === 'string') {
    const isReference = secretsIn(value).length > 0 || value.includes('{{');
    const looksSecret = SECRET_VALUE.test(value) || (SECRET_FIELD.test(path.at(-1) ?? '') && value !== '');
    return looksSecret && !isReference ? [[...path]] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => plainSecrets(item, [...path, key]));
}

function extractorsOf(definition: JsonObject): JsonObject[] {
  const single = definition['feature_extractor'];
  return [...objectsOf(definition['feature_extractors']), ...(isJsonObject(single) ? [single] : [])];
}

const toStyle = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
