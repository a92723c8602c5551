import type { Services } from './context.js';

/** A key of 120 random bits: `ret_sk_...`. */
export const newSecretKey = (prefix: string, { id }: Pick<Services, 'id'>): string => id(prefix) + id('').slice(1);
