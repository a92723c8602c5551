import type { JsonObject } from '../../internal/json.js';
import type { NamespaceRecord } from '../records.js';
import type { Collections } from './collections.js';
import type { CompiledStage } from './compile.js';
import type { ExecutionScope } from './execution-scope.js';
import { checkParameters } from './parameters.js';
import { STAGE_SCHEMAS } from './stage-schemas.js';
import { referencesIn, renderTemplates } from './templates.js';

/** Fills the templates of a stage's parameters. Their values could not be checked when the retriever was made: they are now. */
export function fillParameters(
  { index, stage, parameters, preFilters, path }: CompiledStage,
  { namespace, collections, scope }: { namespace: NamespaceRecord; collections: Collections; scope: ExecutionScope },
): JsonObject {
  if (referencesIn(parameters).length === 0) return parameters;
  const filled = renderTemplates(parameters, scope.forParameters, stage.filterParameters) as JsonObject;
  const place = ['stages', index, 'config', 'parameters'];
  const checked = checkParameters(filled, stage.schema, { schemas: STAGE_SCHEMAS, place, templates: 'filled' });
  stage.check?.(checked, { namespace, collections, preFilters, path: `${path}.parameters` });
  return checked;
}
