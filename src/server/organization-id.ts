import type { StateReader } from './context.js';

/** The organization of this instance: it holds one, which has an id of its own once somebody asked for it. */
export const organizationIdOf = (state: StateReader): string =>
  state.ids('organizations', () => true)[0] ?? 'org_local';
