const encoder = new TextEncoder();

/**
 * Whether a text is one of the secrets, in a time that says nothing of how much of it was right: every secret is looked at to
 * its end, whether or not another one fitted.
 */
export function matchesSecret(given: string, secrets: readonly Uint8Array[]): boolean {
  const bytes = encoder.encode(given);
  let fits = 0;
  for (const secret of secrets) fits |= isEqual(bytes, secret);
  return fits === 1;
}

/** 1 or 0. Takes as long as the secret is, whatever was given. */
function isEqual(given: Uint8Array, secret: Uint8Array): 0 | 1 {
  let difference = given.length ^ secret.length;
  for (let at = 0; at < secret.length; at++) difference |= (secret[at] ?? 0) ^ (given[at % given.length] ?? 0);
  return difference === 0 ? 1 : 0;
}
