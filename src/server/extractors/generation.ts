import type { JsonObject } from '../../internal/json.js';
import { badRequest } from '../problem.js';

/** Refuses settings that ask a generating model for something: there is none here, and nothing is made up. */
export function refuseGeneration(parameters: JsonObject, names: readonly string[]): void {
  const asked = names.find((name) => parameters[name] !== undefined && !OFF.has(parameters[name]));
  if (asked === undefined) return;
  throw badRequest(
    'generation_not_available',
    `feature_extractor.parameters.${asked}: this server has no generating model. Leave it out.`,
    { path: `feature_extractor.parameters.${asked}` },
  );
}

const OFF: ReadonlySet<unknown> = new Set([null, false]);
