import type { JsonObject } from '../../../internal/json.js';
import { parameterProblem } from '../../retriever/parameter-problem.js';

const PATCHABLE = [
  'retriever_name',
  'description',
  'visibility',
  'marketplace_listing_id',
  'requires_subscription',
  'tags',
  'display_config',
];

const RETRIEVER_FIELDS = {
  update: PATCHABLE,
  create: [...PATCHABLE, 'collection_identifiers', 'stages', 'input_schema', 'budget_limits'],
} as const satisfies Record<string, readonly string[]>;

/** A field that would have no effect is refused: a misspelt budget is no budget. */
export function refuseOtherFields(body: JsonObject, action: keyof typeof RETRIEVER_FIELDS): void {
  const known = RETRIEVER_FIELDS[action];
  const unknown = Object.keys(body).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const advice = action === 'update' ? '; stages and inputs are fixed, clone the retriever to change them' : '';
  throw parameterProblem(
    unknown.map((name) => ({
      type: 'extra_forbidden',
      location: [name],
      message: `cannot be set here; the fields are ${known.join(', ')}${advice}`,
    })),
  );
}
