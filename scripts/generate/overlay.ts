import { readFile } from 'node:fs/promises';
import { query } from 'json-p3';
import { parse } from 'yaml';
import type { OpenApiDocument } from './openapi.js';

interface Overlay {
  actions: { target: string; update?: Record<string, unknown>; remove?: boolean }[];
}

type Container = Record<string | number, unknown>;

export async function loadOverlay(file: string): Promise<Overlay> {
  return parse(await readFile(file, 'utf8')) as Overlay;
}

/** Applies an OpenAPI Overlay in place; returns the targets that matched nothing, which another document may well have. */
export function applyOverlay(document: OpenApiDocument, overlay: Overlay): string[] {
  const unmatched: string[] = [];
  for (const { target, update, remove } of overlay.actions) {
    const nodes = query(target, document as never).nodes;
    if (nodes.length === 0) unmatched.push(target);
    // From the end, so that removing one item of a list does not move the next.
    for (const node of nodes.toReversed()) {
      if (remove) removeAt(document, node.location);
      else merge(node.value as unknown as Container, update ?? {});
    }
  }
  return unmatched;
}

function removeAt(document: OpenApiDocument, location: readonly (string | number)[]): void {
  const parent = location.slice(0, -1).reduce<unknown>((node, key) => (node as Container)[key], document);
  const key = location.at(-1);
  if (key === undefined) return;
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent as Container, key);
}

function merge(target: Container, update: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(update)) {
    const existing = target[key];
    if (isPlain(existing) && isPlain(value)) merge(existing, value);
    else if (Array.isArray(existing) && Array.isArray(value)) existing.push(...(value as unknown[]));
    else target[key] = value;
  }
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
