import { ConfigError } from '../errors.js';

/** Names are case-insensitive. `null` removes a header that would be sent otherwise. */
export type HeaderInput = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Lower-case names; later inputs win. `null` stays, so that nothing adds the header again. */
export function mergeHeaders(
  defaults: Readonly<Record<string, string>>,
  ...inputs: readonly (HeaderInput | undefined)[]
): Record<string, string | null> {
  const merged: Record<string, string | null> = defaults;
  for (const input of inputs) {
    for (const name in input) {
      const value = input[name];
      if (value === undefined) continue;
      merged[checkName(name)] = value === null ? null : checkValue(name, String(value));
    }
  }
  return merged;
}

function checkName(name: string): string {
  if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return name.toLowerCase();
  throw new ConfigError(`${JSON.stringify(name)} is not a header name.`, { option: 'headers' });
}

/** The value is not quoted: it may be a secret. */
function checkValue(name: string, value: string): string {
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return value;
  throw new ConfigError(`Header ${name} holds a character that cannot be sent.`, { option: 'headers' });
}
