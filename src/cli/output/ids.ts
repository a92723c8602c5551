import { isRecord } from './cell.js';

/** One id per line: of every item of a list, or of the object itself. */
export function formatIds(value: unknown, resource: string): string {
  const items = Array.isArray(value) ? (value as unknown[]) : [value];
  return items
    .flatMap((item) => idsOf(item, resource))
    .map((id) => `${id}\n`)
    .join('');
}

/** `document_ids`, else the resource's own id, else `id`, else the first field that ends in `_id`. */
function idsOf(item: unknown, resource: string): string[] {
  if (typeof item === 'string') return [item];
  if (!isRecord(item)) return [];
  const own = `${resource.replace(/.*[.]/, '').replace(/s$/, '')}_id`;
  const several = item[`${own}s`];
  if (Array.isArray(several)) return several.map(String);
  const name = [own, 'id'].find((key) => key in item) ?? Object.keys(item).find((key) => key.endsWith('_id'));
  const id = name === undefined ? undefined : item[name];
  return typeof id === 'string' ? [id] : [];
}
