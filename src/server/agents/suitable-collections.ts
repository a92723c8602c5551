import type { JsonObject } from '../../internal/json.js';
import type { StateReader } from '../context.js';
import type { NamespaceRecord } from '../records.js';

/** Collections that could answer a request, the best first. */
export function suitableCollections(_request: string, _namespace: NamespaceRecord, _state: StateReader): JsonObject[] {
  return [];
}
