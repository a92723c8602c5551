const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 62^32 is more than 190 bits. */
const LENGTH = 32;
/** Enough to tell keys apart, too little to guess one. */
const PREFIX_LENGTH = 12;

/** What a key begins with, by what it is for. */
export type KeyPrefix = 'mxp_sk_' | 'usr_sk_' | 'ret_sk_' | 'sub_sk_';

/** A new secret, such as `mxp_sk_7Hq2v...`, from random numbers in [0, 1). */
export function newKeySecret(prefix: KeyPrefix, random: () => number): string {
  let secret: string = prefix;
  for (let index = 0; index < LENGTH; index++) secret += ALPHABET[Math.floor(random() * ALPHABET.length)] ?? '';
  return secret;
}

/** The part of a secret that lists may show. */
export const shownPrefix = (secret: string): string => secret.slice(0, PREFIX_LENGTH);
