import { EngineError } from './engine/index.js';
import { Problem } from './problem.js';

/** Whatever was thrown as a refusal. What is not one is a defect: logged whole, answered with a 500. */
export function toProblem(error: unknown, log: (message: string) => void): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof EngineError) {
    const status = error.code === 'vector_index_exists' ? 409 : 400;
    return new Problem({ status, code: error.code, message: error.message, details: error.details });
  }
  if (error instanceof RangeError && error.message.includes('call stack')) {
    return new Problem({ status: 400, code: 'too_deep', message: 'The body is nested too deeply. Nest it less.' });
  }
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const reason = error instanceof Error ? error.message : String(error);
  return new Problem({ status: 500, message: `The server failed: ${reason}` });
}
