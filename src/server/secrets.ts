import type { StateReader } from './context.js';
import { badRequest } from './problem.js';

/** The value of an organization secret; throws a 400 that names the secret where there is none. */
export function readSecret(state: StateReader, name: string): string {
  const secret = state.get('secrets', name);
  if (secret !== undefined) return secret.value;
  const names = state.ids('secrets', () => true);
  const known = names.length === 0 ? 'There are none yet' : `There are ${names.join(', ')}`;
  throw badRequest(
    'unknown_secret',
    `No secret of the organization has the name "${name}". ${known}; add it with POST /v1/organizations/secrets.`,
    { secret_name: name },
  );
}
