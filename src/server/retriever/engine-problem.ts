import { EngineError } from '../engine/index.js';
import { badRequest, Problem } from '../problem.js';

/** Runs `work`; a refusal by the engine becomes a 400 that names the place in the request. */
export function namingPlace<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw toProblem(error, path);
  }
}

export function toProblem(error: unknown, path: string): unknown {
  if (error instanceof Problem || !(error instanceof EngineError)) return error;
  return badRequest(error.code, `${path}: ${error.message}`, { ...error.details, path });
}
