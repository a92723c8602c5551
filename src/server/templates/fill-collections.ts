import type { JsonObject, JsonValue } from '../../internal/json.js';
import { isJsonObject } from '../json-object.js';
import { unprocessable, type Violation } from '../problem.js';
import { mapReferences, referencesOf } from '../resource-kinds/references.js';

/**
 * The configuration with each placeholder of a collection replaced by the collection that `given` has for it.
 *
 * @throws Problem 422 for a placeholder without a collection, and for one that the template does not have
 */
export function fillCollections(configuration: JsonObject, given: JsonValue | undefined): JsonObject {
  const collections = new Map(Object.entries(isJsonObject(given) ? given : {}));
  const placeholders = new Set(
    referencesOf(configuration).flatMap(({ type, value }) => (type === 'collection' ? [value] : [])),
  );
  const violations = [
    ...[...placeholders]
      .filter((name) => !collections.has(name))
      .map((name) => violation('missing', name, 'is required: the collection that this placeholder stands for')),
    ...[...collections.keys()]
      .filter((name) => !placeholders.has(name))
      .map((name) => violation('unknown', name, `is no placeholder of the template; ${listed(placeholders)}`)),
  ];
  if (violations.length > 0) throw unprocessable(violations);
  return mapReferences(configuration, ({ type, value }) => {
    const collection = type === 'collection' ? collections.get(value) : undefined;
    return typeof collection === 'string' ? collection : value;
  });
}

const violation = (type: string, name: string, message: string): Violation => ({
  type,
  location: ['body', 'collection_config', name],
  message,
});

const listed = (placeholders: ReadonlySet<string>): string =>
  placeholders.size === 0 ? 'it has none' : `it has ${[...placeholders].join(', ')}`;
