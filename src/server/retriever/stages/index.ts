import { badRequest } from '../../problem.js';
import { ABSENT_STAGES } from './absent.js';
import { attributeFilter } from './attribute-filter.js';
import { featureSearch } from './feature-search.js';
import { limit } from './limit.js';
import { mmr } from './mmr.js';
import { sortAttribute } from './sort-attribute.js';
import { sortRelevance } from './sort-relevance.js';
import type { Stage } from './stage.js';

/** Every stage that this server runs. A stage is one file and one line here; take it out of the absent ones then. */
export const STAGES: readonly Stage[] = [featureSearch, attributeFilter, sortRelevance, sortAttribute, mmr, limit];

/** The stage of an id. Throws 400 `stage_not_available` for a documented one that is not here, else `unknown_stage`. */
export function requireStage(id: string, path: string): Stage {
  const stage = STAGES.find((one) => one.id === id);
  if (stage !== undefined) return stage;
  const available = STAGES.map((one) => one.id);
  if (Object.hasOwn(ABSENT_STAGES, id)) {
    throw badRequest(
      'stage_not_available',
      `${path}: the stage "${id}" is part of the API, but not of this server yet. It runs ${available.join(', ')}.`,
      { stage_id: id, available, path },
    );
  }
  const known = [...available, ...Object.keys(ABSENT_STAGES)].sort();
  throw badRequest('unknown_stage', `${path}: there is no stage "${id}". The stages are ${known.join(', ')}.`, {
    stage_id: id,
    known,
    path,
  });
}
