import type { StateReader } from '../context.js';

/** Names of the organization's secrets. */
export const secretNames = (state: StateReader): ReadonlySet<string> => new Set(state.ids('secrets', () => true));

/** The value of a secret of the organization. */
export const secretValue = (state: StateReader, name: string): string | undefined => state.get('secrets', name)?.value;
