import { parseRelaxed } from './input.js';
import { usageError } from './cli-error.js';

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** Applies `a.b=value` or `list.0.name=value`: objects and lists on the way are made. Returns a changed copy. */
export function applySet(target: unknown, assignment: string): unknown {
  const at = assignment.indexOf('=');
  if (at <= 0) throw usageError(`--set "${assignment}" has no form a.b=value.`);
  const path = assignment.slice(0, at).split('.');
  if (path.some((step) => step === '' || FORBIDDEN.has(step)))
    throw usageError(`--set cannot follow the path "${assignment.slice(0, at)}".`);
  return withValue(target, path, parseRelaxed(assignment.slice(at + 1)));
}

function withValue(target: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  const index = /^\d+$/.test(step) ? Number(step) : undefined;
  if (index !== undefined && (Array.isArray(target) || target === undefined)) {
    const list: unknown[] = Array.isArray(target) ? [...(target as unknown[])] : [];
    if (index > list.length) throw usageError(`--set index ${index} is past the end; the next one is ${list.length}.`);
    list[index] = withValue(list[index], rest, value);
    return list;
  }
  if (target !== undefined && (typeof target !== 'object' || target === null || Array.isArray(target))) {
    throw usageError(`--set cannot go into "${step}": what stands there is not an object.`);
  }
  const object = { ...(target as Record<string, unknown> | undefined) };
  object[step] = withValue(object[step], rest, value);
  return object;
}
