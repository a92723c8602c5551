import type { StateReader } from '../context.js';

/** Names of the organization's secrets. */
export const secretNames = (_state: StateReader): ReadonlySet<string> => new Set();

/** The value of a secret of the organization. */
export const secretValue = (_state: StateReader, _name: string): string | undefined => undefined;
