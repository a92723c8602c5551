const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 12;

/** `id('ns')` -> `ns_4c8fkq2m0x7z`: 60 bits from the given random numbers. */
export function createIds(random: () => number): (prefix: string) => string {
  return (prefix) => {
    let suffix = '';
    for (let i = 0; i < LENGTH; i++) suffix += ALPHABET[Math.floor(random() * ALPHABET.length)] ?? '';
    return `${prefix}_${suffix}`;
  };
}
