import type { JsonObject, JsonValue } from '../../internal/json.js';

const TEMPLATE = /\{\{\s*([^{}]*?)\s*\}\}/g;
const WHOLE = /^\s*\{\{\s*([^{}]*?)\s*\}\}\s*$/;

/**
 * Fills `{{subject.id}}` and its like with fields of an event, at any depth of a value. A text that is one template takes
 * the value with its type; in other text values are written out. What is not there is null, or no text.
 */
export function fillTemplate(template: JsonValue, event: JsonObject): JsonValue {
  if (typeof template === 'string') {
    const whole = WHOLE.exec(template);
    return whole === null ? fillText(template, event) : (valueAt(event, whole[1] ?? '') ?? null);
  }
  if (template === null || typeof template !== 'object') return template;
  if (Array.isArray(template)) return template.map((item) => fillTemplate(item, event));
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, fillTemplate(value, event)]));
}

export function fillText(template: string, event: JsonObject): string {
  return template.replace(TEMPLATE, (_source, path: string) => toText(valueAt(event, path) ?? null));
}

/** The first field that each template of a value reads, as written. */
export function templateRoots(template: JsonValue): string[] {
  if (typeof template === 'string') {
    return [...template.matchAll(TEMPLATE)].map(([, path = '']) => path.split('.')[0] ?? '');
  }
  if (template === null || typeof template !== 'object') return [];
  return Object.values(template).flatMap(templateRoots);
}

function valueAt(event: JsonObject, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = event;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as JsonObject)[key];
  }
  return value;
}

function toText(value: JsonValue): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
