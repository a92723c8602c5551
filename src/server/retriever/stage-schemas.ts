import { components } from '../../generated/json-schemas.js';
import type { ParameterSchema, ParameterSchemas } from './parameters.js';

/** The document's schemas, read as the subset that stage parameters are written in. */
export const STAGE_SCHEMAS = components as ParameterSchemas;

/** A schema on its own: what it refers to stands under `$defs`. */
export function standaloneSchema(name: string): Record<string, unknown> {
  const needed = new Map<string, ParameterSchema>();
  const collect = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(collect);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, item]) => {
        if (key !== '$ref' || typeof item !== 'string') return [key, collect(item)];
        const target = item.slice(item.lastIndexOf('/') + 1);
        if (!needed.has(target)) {
          needed.set(target, {});
          needed.set(target, collect(STAGE_SCHEMAS[target]) as ParameterSchema);
        }
        return [key, `#/$defs/${target}`];
      }),
    );
  };
  const schema = collect(STAGE_SCHEMAS[name]) as Record<string, unknown>;
  return needed.size === 0 ? schema : { ...schema, $defs: Object.fromEntries(needed) };
}
