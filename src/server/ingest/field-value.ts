import type { JsonObject, JsonValue } from '../../internal/json.js';
import { parseInstant } from '../engine/instant.js';
import { isJsonObject } from '../json-object.js';
import { identityOf } from '../json-identity.js';
import type { Violation } from '../problem.js';
import type { SchemaField, SchemaFieldType } from '../records.js';

type Location = Violation['location'];

/** Kinds that are files: their values are given as blobs. */
export const FILE_TYPES: ReadonlySet<SchemaFieldType> = new Set(['image', 'audio', 'video', 'pdf', 'excel']);

/** What is wrong with a value of a field, place by place; nothing when it fits. */
export function checkValue(value: JsonValue, field: SchemaField, location: Location): Violation[] {
  const fits = FITS[field.type];
  if (!fits.test(value)) {
    return [{ type: `${field.type}_type`, location, message: `must be ${fits.name}, and is ${show(value)}` }];
  }
  const inner = Array.isArray(value)
    ? checkItems(value, field, location)
    : isJsonObject(value)
      ? checkProperties(value, field, location)
      : [];
  return [...inner, ...checkEnum(value, field, location)];
}

/** The values of an object's fields: required ones have to be there, defaults are filled in. Nulls count as left out. */
export function fillProperties(
  values: JsonObject,
  fields: Readonly<Record<string, SchemaField>>,
): { readonly values: JsonObject; readonly missing: string[] } {
  const filled: JsonObject = {};
  for (const [name, value] of Object.entries(values)) if (value !== null) filled[name] = value;
  const missing: string[] = [];
  for (const [name, field] of Object.entries(fields)) {
    if (Object.hasOwn(filled, name)) {
      filled[name] = fillInner(filled[name] ?? null, field);
    } else if (field.default !== undefined && field.default !== null) {
      filled[name] = field.default;
    } else if (field.required === true) {
      missing.push(name);
    }
  }
  return { values: filled, missing };
}

function fillInner(value: JsonValue, field: SchemaField): JsonValue {
  if (Array.isArray(value) && field.items) return value.map((item) => fillInner(item, field.items ?? field));
  if (!isJsonObject(value) || !field.properties) return value;
  return { ...value, ...fillProperties(value, field.properties).values };
}

interface Kind {
  readonly name: string;
  readonly test: (value: JsonValue) => boolean;
}

const isDate = (value: JsonValue): value is string => typeof value === 'string' && parseInstant(value) !== undefined;

const TEXT: Kind = { name: 'a text', test: (value) => typeof value === 'string' };
const NUMBER: Kind = { name: 'a number', test: (value) => typeof value === 'number' };
const FILE: Kind = { name: 'the URL of a file', test: (value) => typeof value === 'string' && isFileUrl(value) };

const FITS: Readonly<Record<SchemaFieldType, Kind>> = {
  string: TEXT,
  text: TEXT,
  number: NUMBER,
  float: NUMBER,
  integer: { name: 'a whole number', test: (value) => Number.isSafeInteger(value) },
  boolean: { name: 'true or false', test: (value) => typeof value === 'boolean' },
  object: { name: 'an object', test: isJsonObject },
  array: { name: 'a list', test: Array.isArray },
  date: { name: 'a date like 2026-01-31', test: (value) => isDate(value) && value.length === 10 },
  datetime: { name: 'a time like 2026-01-31T12:00:00Z', test: isDate },
  image: FILE,
  audio: FILE,
  video: FILE,
  pdf: FILE,
  excel: FILE,
};

/** Anything with a scheme: `https:`, `s3:`, `gs:`, `data:`. */
export const isFileUrl = (text: string): boolean => /^[a-z][a-z\d+.-]*:\S/i.test(text) && URL.canParse(text);

function checkItems(items: readonly JsonValue[], { items: item }: SchemaField, location: Location): Violation[] {
  if (!item) return [];
  return items.flatMap((value, index) => checkValue(value, item, [...location, index]));
}

function checkProperties(object: JsonObject, { properties }: SchemaField, location: Location): Violation[] {
  if (!properties) return [];
  return Object.entries(properties).flatMap(([name, field]) => {
    const value = object[name];
    if (value !== undefined && value !== null) return checkValue(value, field, [...location, name]);
    const isMissing = field.required === true && (field.default === undefined || field.default === null);
    return isMissing ? [{ type: 'missing', location: [...location, name], message: 'is required' }] : [];
  });
}

function checkEnum(value: JsonValue, { enum: allowed }: SchemaField, location: Location): Violation[] {
  if (!allowed || allowed.length === 0) return [];
  const identity = identityOf(value);
  if (allowed.some((one) => identityOf(one) === identity)) return [];
  const message = `is ${show(value)}, and must be one of ${allowed.map(show).join(', ')}`;
  return [{ type: 'enum', location, message }];
}

/** Short enough for a message. */
function show(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
