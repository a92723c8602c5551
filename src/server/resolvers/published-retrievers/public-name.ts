import type { JsonObject } from '../../../internal/json.js';
import type { StateReader } from '../../context.js';
import { conflict, unprocessable } from '../../problem.js';
import { parameterProblem } from '../../retriever/parameter-problem.js';
import { firstFree, toSlug } from '../../slug.js';
import { describePattern, SLUG_PATTERN } from '../../validation/pattern-words.js';

export const SHORTEST_NAME = 3;
export const LONGEST_NAME = 50;

/** Whether a published retriever has the name. Names are unique for all namespaces. */
export const isPublicNameTaken = (state: StateReader, name: string): boolean =>
  state.ids('publications', (publication) => publication.public_name === name).length > 0;

/** Says of a name in the query why it cannot be a public one. */
export function refuseBadName(name: string): void {
  const isLong = name.length >= SHORTEST_NAME && name.length <= LONGEST_NAME;
  if (isLong && new RegExp(SLUG_PATTERN).test(name)) return;
  const message = isLong
    ? (describePattern(SLUG_PATTERN, name) ?? '')
    : `must have ${SHORTEST_NAME} to ${LONGEST_NAME} characters; it has ${name.length}`;
  throw unprocessable([{ type: 'string_pattern_mismatch', location: ['query', 'name'], message }]);
}

/** The name of the request, else one made from its display name. */
export function choosePublicName(
  { public_name: given, display_name: display }: JsonObject,
  state: StateReader,
): string {
  if (typeof given === 'string') {
    if (isPublicNameTaken(state, given)) throw nameTaken(given, state);
    return given;
  }
  if (typeof display !== 'string') {
    throw parameterProblem([
      {
        type: 'missing',
        location: ['public_name'],
        message: 'is missing. Give it, or a display_name that it can be made from',
      },
    ]);
  }
  const slug = toSlug(display, LONGEST_NAME);
  if (slug.length < SHORTEST_NAME) {
    const message = `gives the public name "${slug}", which has under ${SHORTEST_NAME} characters. Give public_name, too`;
    throw parameterProblem([{ type: 'string_too_short', location: ['display_name'], message }]);
  }
  return firstFree(slug, LONGEST_NAME, (name) => isPublicNameTaken(state, name));
}

function nameTaken(name: string, state: StateReader): Error {
  const free = firstFree(name, LONGEST_NAME, (candidate) => isPublicNameTaken(state, candidate));
  return conflict(
    'public_name_taken',
    `The public name "${name}" is taken. Choose another, such as "${free}", or unpublish the retriever that has it.`,
    { public_name: name, suggestion: free },
  );
}
