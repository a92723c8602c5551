import type { JsonObject, JsonValue } from '../../internal/json.js';
import { isJsonObject, objectsOf } from '../json-object.js';
import type { CompiledRetriever, CompiledStage } from './compile.js';
import { fieldsOfFilter } from './filters.js';

/** The fields that a search looks at, by what for; each once, in the order of the stages. */
export interface QueriedFields {
  readonly filtered: string[];
  readonly sorted: string[];
}

/** Read from the definition: templates fill in values, never the fields of conditions. */
export function queriedFields({ stages }: CompiledRetriever, filters: JsonObject | null): QueriedFields {
  const filtered = [filters, ...stages.flatMap(filtersOf)].flatMap((filter) =>
    filter === null ? [] : fieldsOfFilter(filter),
  );
  return { filtered: [...new Set(filtered)], sorted: [...new Set(stages.flatMap(sortFieldOf))] };
}

function filtersOf({ stage, parameters, preFilters, postFilters }: CompiledStage): (JsonObject | null)[] {
  return [preFilters, ...filtersOfParameters(stage.id, parameters), postFilters];
}

function filtersOfParameters(stageId: string, parameters: JsonObject): JsonObject[] {
  switch (stageId) {
    case 'attribute_filter': {
      const { conditions, field, operator } = parameters;
      if (isJsonObject(conditions)) return [conditions];
      return typeof field === 'string' && field !== '' ? [{ field, operator: operator ?? 'eq' }] : [];
    }
    case 'feature_search':
      return objectsOf(parameters['searches']).flatMap(({ filters }) => (isJsonObject(filters) ? [filters] : []));
    default:
      return [];
  }
}

function sortFieldOf({ stage, parameters }: CompiledStage): string[] {
  const field: JsonValue | undefined = stage.id === 'sort_attribute' ? parameters['field'] : undefined;
  return typeof field === 'string' && field !== 'score' ? [field] : [];
}
