import type { ServerOptions } from '../../../../src/server/options.js';
import { setup, type Answer, type Caller } from '../setup.js';

export const USERS = 'POST /v1/organizations/users';
export const KEYS = 'POST /v1/organizations/users/ann@example.com/api-keys';
export const KEY = '/v1/organizations/users/ann@example.com/api-keys/ci';

export interface KeyCaller extends Caller {
  /** Makes a key of Ann's. */
  createKey(fields?: object): Promise<Answer>;
  /** Sends a request with this secret. */
  as(secret: string): (operation: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
}

/** A server with one user, Ann, an admin unless said otherwise. */
export async function setupKeys(options: ServerOptions = {}, role = 'admin'): Promise<KeyCaller> {
  const caller = setup(options);
  await caller.call(USERS, { email: 'ann@example.com', user_name: 'Ann', role });
  return {
    ...caller,
    createKey: (fields = {}) => caller.call(KEYS, { name: 'ci', ...fields }),
    as:
      (secret) =>
      (operation, body, headers = {}) =>
        caller.call(operation, body, { authorization: `Bearer ${secret}`, ...headers }),
  };
}
