import { compareStrings } from '../../../internal/compare-strings.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { standaloneSchema } from '../../retriever/stage-schemas.js';
import { ABSENT_STAGES } from '../../retriever/stages/absent.js';
import { STAGES } from '../../retriever/stages/index.js';

/** Every documented stage, by category and id; `available` says whether this server runs it. */
export function listStages({ query }: RequestContext): ResolverResult {
  const present = STAGES.map(({ id, category, description, icon, schema }) => ({
    id,
    category,
    description,
    icon,
    schema,
    available: true,
  }));
  const absent = Object.entries(ABSENT_STAGES).map(([id, stage]) => ({
    id,
    icon: 'circle-dashed',
    ...stage,
    available: false,
  }));
  const wanted = [...present, ...absent].filter(
    ({ category }) => query['category'] === undefined || query['category'] === category,
  );
  wanted.sort((a, b) => compareStrings(a.category, b.category) || compareStrings(a.id, b.id));
  return {
    body: wanted.map(({ id, schema, ...stage }) => ({
      stage_id: id,
      ...stage,
      parameter_schema: standaloneSchema(schema),
    })),
  };
}
