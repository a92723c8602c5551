/** A word for a POSIX shell that means exactly this text. */
export function shellQuote(text: string): string {
  if (text !== '' && /^[A-Za-z0-9_\-+=:,./@%^]+$/.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
