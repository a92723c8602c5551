import type { StateReader } from './context.js';

/** The value of an organization's secret, by name. */
export function findSecretValue(_state: StateReader, _name: string): string | undefined {
  return undefined;
}
