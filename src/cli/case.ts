/** `featureExtractors`, `namespace_id` -> `feature-extractors`, `namespace-id`. */
export function toKebabCase(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .replaceAll('.', '-')
    .toLowerCase();
}

/** The property under which commander keeps a flag: `--namespace-id` -> `namespaceId`. */
export function toAttributeName(flag: string): string {
  return flag.replace(/^--(no-)?/, '').replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
