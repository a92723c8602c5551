import type { JsonValue } from '../../../internal/json.js';
import type { KeyScope, RequestContext } from '../../context.js';
import { objectsOf, textOf } from '../../json-object.js';
import { Problem } from '../../problem.js';
import { recordOf, RESOURCE_KINDS, resourceIdOf } from '../../resource-kinds.js';

/** The scopes of a request, each of a resource that exists, by its id; `undefined` when none are given. */
export function readScopes(value: JsonValue | undefined, { state }: RequestContext): KeyScope[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return objectsOf(value).map((scope, index): KeyScope => {
    const type = textOf(scope, 'resource_type');
    const given = textOf(scope, 'resource_id');
    const { operations } = scope;
    return {
      resource_type: type,
      resource_id: idOf({ type, given, place: `scopes.${index}.resource_id` }, state),
      operations: Array.isArray(operations) ? operations.filter((each) => typeof each === 'string') : null,
    };
  });
}

function idOf(
  { type, given, place }: { type: string; given: string; place: string },
  state: RequestContext['state'],
): string {
  const kind = RESOURCE_KINDS.find((each) => each.type === type);
  if (given === '*' || kind === undefined) return given;
  // Names are unique within a namespace only, so what lives in one is named by id.
  const id =
    recordOf(kind, given, state) === undefined ? resourceIdOf(kind, given, { state, namespaceId: null }) : given;
  if (id !== undefined) return id;
  throw new Problem({
    status: 404,
    message: `${place}: no ${type} has the id "${given}". Name one that exists, or "*" for all of the kind.`,
    details: { resource: type, id: given, field: place },
  });
}
