import type { JsonObject, JsonValue } from '../../../internal/json.js';
import type { CompiledFilter } from '../../engine/index.js';
import { checkFilter, compileFilters } from '../filters.js';
import { toFields, type RankedDocument } from '../ranked-document.js';
import { isTemplate, referencesIn } from '../templates.js';
import { defineStage, type StageContext } from './stage.js';

type Parameters = {
  field: string;
  operator?: string | null;
  value?: JsonValue;
  conditions?: JsonObject | null;
  case_insensitive: boolean;
};

export const attributeFilter = defineStage<Parameters>({
  id: 'attribute_filter',
  category: 'filter',
  description: 'Keeps documents whose fields meet a condition.',
  icon: 'filter',
  schema: 'StageParamsAttributeFilter',
  readsDocuments: true,
  filterParameters: ['conditions', 'value'],
  check(parameters, { path }) {
    // With a template for the condition itself there is nothing to check before it is filled in.
    if (isTemplate(parameters.conditions) || isTemplate(parameters.operator)) return;
    checkFilter(filterOf(parameters), path);
  },
  estimate: (inputCount) => inputCount,
  async run(documents, parameters, context) {
    const filter = filterOf(parameters);
    const matcher = matcherOf(filter, { parameters, context });
    const kept = documents.filter((document) =>
      matcher(document).matches({ id: document.id, payload: toFields(document) }),
    );
    return { documents: kept, ...(context.isFirst ? { warnings: context.warnUnindexed(filter) } : {}) };
  },
});

function filterOf({ conditions, field, operator, value }: Parameters): JsonObject {
  return conditions ?? { field, operator: operator ?? 'eq', ...(value === undefined ? {} : { value }) };
}

/** One filter for all documents, unless it compares with the document's own fields. */
function matcherOf(
  filter: JsonObject,
  { parameters, context }: { parameters: Parameters; context: StageContext },
): (document: RankedDocument) => CompiledFilter {
  const caseSensitive = !parameters.case_insensitive;
  const compile = (scope: StageContext['scope']): CompiledFilter =>
    compileFilters([filter], { scope, path: context.path, caseSensitive }) ?? {
      matches: () => true,
      narrow: () => undefined,
    };
  const isPerDocument = referencesIn(filter).some((reference) => reference.root === 'DOC');
  if (isPerDocument) return (document) => compile(context.scopeOf(document));
  const compiled = compile(context.scope);
  return () => compiled;
}
