import { compareStrings } from '../../../internal/compare-strings.js';
import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { standaloneSchema } from '../../retriever/stage-schemas.js';
import { ABSENT_STAGES } from '../../retriever/stages/absent.js';
import { STAGES } from '../../retriever/stages/index.js';

/** A documented stage; `available` says whether this server runs it. */
export interface DescribedStage {
  readonly stage_id: string;
  readonly category: string;
  readonly description: string;
  readonly icon: string;
  readonly available: boolean;
  /** Its parameters: name in the document, and the schema on its own. */
  readonly schema: { readonly name: string; readonly standalone: JsonObject };
  /** It finds documents itself. */
  readonly finds: boolean;
}

/** Every documented stage, by category and id. */
export function describeStages(): DescribedStage[] {
  const present = STAGES.map((stage) => ({ ...describe(stage), available: true, finds: stage.finds === true }));
  const absent = Object.entries(ABSENT_STAGES).map(([id, stage]) => ({
    ...describe({ id, icon: 'circle-dashed', ...stage }),
    available: false,
    finds: stage.category === 'filter' && id.endsWith('_search'),
  }));
  return [...present, ...absent].sort(
    (a, b) => compareStrings(a.category, b.category) || compareStrings(a.stage_id, b.stage_id),
  );
}

export function listStages({ query }: RequestContext): ResolverResult {
  const wanted = describeStages().filter(
    ({ category }) => query['category'] === undefined || query['category'] === category,
  );
  return {
    body: wanted.map(({ schema, finds: _finds, ...stage }) => ({ ...stage, parameter_schema: schema.standalone })),
  };
}

interface Described {
  readonly id: string;
  readonly category: string;
  readonly description: string;
  readonly icon: string;
  readonly schema: string;
}

const describe = ({ id, category, description, icon, schema }: Described) => ({
  stage_id: id,
  category,
  description,
  icon,
  // Schemas of the document are JSON.
  schema: { name: schema, standalone: standaloneSchema(schema) as JsonObject },
});
