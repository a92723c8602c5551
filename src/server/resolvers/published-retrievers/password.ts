import type { StateReader } from '../../context.js';
import { hashText } from '../../hash-text.js';
import { notFound, Problem } from '../../problem.js';
import { findSecretValue } from '../../secret-value.js';

/** Refuses the name of a secret that does not exist. */
export function requireSecret(state: StateReader, name: string): void {
  if (findSecretValue(state, name) === undefined) throw notFound('secret', name);
}

/** Whether the password opens what the secret closes. Nothing is open behind a secret that is gone. */
export function opens(password: string | undefined, secretName: string | null, state: StateReader): boolean {
  if (secretName === null) return true;
  const expected = findSecretValue(state, secretName);
  // Hashes have one length, and comparing them tells nothing of the password.
  return expected !== undefined && password !== undefined && hashText(password) === hashText(expected);
}

export function refuseWithoutPassword(
  password: string | undefined,
  secretName: string | null,
  state: StateReader,
): void {
  if (opens(password, secretName, state)) return;
  throw password === undefined
    ? new Problem({
        status: 401,
        code: 'password_required',
        message: 'This retriever needs a password. Send it as the header X-Retriever-Password.',
      })
    : new Problem({ status: 401, code: 'wrong_password', message: 'The password is not right.' });
}
