import type { RequestContext, StateReader } from '../../context.js';
import { Problem } from '../../problem.js';
import { readSecret } from '../../secrets.js';

type Scope = Pick<RequestContext, 'state' | 'services'>;

/** Refuses the name of a secret that does not exist. */
export function requireSecret(state: StateReader, name: string): void {
  readSecret(state, name);
}

/** Whether the password opens what the secret closes. Nothing is open behind a secret that is gone. */
export function opens(password: string | undefined, secretName: string | null, { state, services }: Scope): boolean {
  if (secretName === null) return true;
  const expected = state.get('secrets', secretName)?.value;
  // Hashes have one length, and comparing them tells nothing of the password.
  return expected !== undefined && password !== undefined && services.hash(password) === services.hash(expected);
}

export function refuseWithoutPassword(password: string | undefined, secretName: string | null, scope: Scope): void {
  if (opens(password, secretName, scope)) return;
  throw password === undefined
    ? new Problem({
        status: 401,
        code: 'password_required',
        message: 'This retriever needs a password. Send it as the header X-Retriever-Password.',
      })
    : new Problem({ status: 401, code: 'wrong_password', message: 'The password is not right.' });
}
