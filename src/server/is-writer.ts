import type { Operation } from '../operation.js';

/** Everything that may change what others see takes its turn; reads, also those by POST, do not wait. */
export function isWriter({ http, retry, consistency }: Operation): boolean {
  return http !== 'GET' && retry !== 'safe' && consistency !== 'reads';
}
