import type { JsonObject, JsonValue } from '../internal/json.js';

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field that was checked to be a text before; empty for anything else. */
export function textOf(object: JsonObject, key: string): string {
  const value = object[key];
  return typeof value === 'string' ? value : '';
}

/** Null for anything but a text. */
export const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Null for anything but a text that has characters. */
export const filledTextOrNull = (value: unknown): string | null => (value === '' ? null : textOrNull(value));

/** The texts of a list; an empty list for anything else. */
export function textsOf(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The objects of a list; an empty list for anything else. */
export function objectsOf(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
