import { Problem, type Violation } from '../problem.js';
import { isTemplate } from './templates.js';

/** A 422 for wrong parameters; the message gives the first, by its path in the request. */
export function parameterProblem(violations: readonly Violation[]): Problem {
  const first = violations[0];
  const more = violations.length > 1 ? ` (and ${violations.length - 1} more)` : '';
  return new Problem({
    status: 422,
    message: `${toPath(first?.location ?? [])}: ${first?.message ?? 'is not valid'}${more}`,
    details: { validation_errors: violations.map((one) => ({ ...one, location: ['body', ...one.location] })) },
  });
}

/** `['stages', 0, 'config']` -> `stages[0].config`. */
export function toPath(location: readonly (string | number)[]): string {
  const text = location.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
  return text.startsWith('.') ? text.slice(1) : text;
}

/** For choices that the document names only in words. A template may stand for any of them. */
export function refuseChoice(value: string, { path, allowed }: { path: string; allowed: readonly string[] }): void {
  if (allowed.includes(value) || isTemplate(value)) return;
  const list = allowed.map((choice) => `"${choice}"`).join(', ');
  const message = `must be one of ${list}, not ${JSON.stringify(value)}`;
  throw parameterProblem([{ type: 'enum', location: fromPath(path), message }]);
}

/** `stages[0].config` -> `['stages', 0, 'config']`. */
function fromPath(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map((match) =>
    match[1] === undefined ? match[0] : Number(match[1]),
  );
}
