/** `Rain Jackets!` -> `rain-jackets`. Accents are dropped; a text without letters or digits gives an empty slug. */
export function toSlug(text: string, maxLength: number): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, maxLength + 1)
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, maxLength)
    .replace(/-+$/, '');
}

/** `name`, else `name-2`, `name-3`, ...: the first that is not taken. */
export function firstFree(name: string, maxLength: number, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name;
  for (let number = 2; ; number++) {
    const end = `-${number}`;
    const candidate = name.slice(0, maxLength - end.length).replace(/-+$/, '') + end;
    if (!isTaken(candidate)) return candidate;
  }
}
