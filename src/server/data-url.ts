export interface DecodedDataUrl {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** `text/plain` when the URL names none. */
  readonly contentType: string;
}

/** The bytes in a `data:` URL; undefined when it is none. */
export function decodeDataUrl(url: string): DecodedDataUrl | undefined {
  const match = /^data:([^,;]*)((?:;[^,;]+)*),(.*)$/is.exec(url);
  if (match === null) return undefined;
  const [, type = '', parameters = '', content = ''] = match;
  const isBase64 = /;base64$/i.test(parameters);
  try {
    const text = decodeURIComponent(content);
    const bytes = isBase64
      ? Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
      : new TextEncoder().encode(text);
    return { bytes, contentType: type === '' ? 'text/plain' : type.toLowerCase() };
  } catch {
    // Percent signs or base64 that encode nothing.
    return undefined;
  }
}
