import type { Services } from './context.js';

/** A key of 120 random bits: `ret_sk_...`. */
export const newSecretKey = (prefix: string, { id }: Pick<Services, 'id'>): string => id(prefix) + id('').slice(1);

const SHOWN_CHARACTERS = 12;

/** The part of a key that lists may show. */
export const shownPrefix = (secret: string): string => secret.slice(0, SHOWN_CHARACTERS);
