/** Takes secrets out of texts that a person or a log may see. */
export interface Redactor {
  /** Learns a secret, such as the key of this client. */
  learn(secret: string): void;
  text(text: string): string;
  /** A copy of plain data with every string in it redacted. */
  data(value: unknown): unknown;
}

/** Anything that looks like one of the service's keys, also when it is not this client's. */
const KEY_LIKE = /\b((?:[a-z]{2,8}_)?sk_(?:live_|test_)?)[A-Za-z0-9_-]{8,}/g;

export function createRedactor(): Redactor {
  const secrets = new Set<string>();

  function text(input: string): string {
    let output = input;
    for (const secret of secrets) if (output.includes(secret)) output = output.replaceAll(secret, '<redacted>');
    return output.includes('sk_') ? output.replaceAll(KEY_LIKE, '$1<redacted>') : output;
  }

  function data(value: unknown): unknown {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(data);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [text(key), data(item)]));
  }

  return {
    learn(secret) {
      // A short one, as given to local servers, would blank out ordinary words.
      if (secret.length >= 8) secrets.add(secret);
    },
    text,
    data,
  };
}
