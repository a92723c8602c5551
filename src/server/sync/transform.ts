import type { JsonValue } from '../../internal/json.js';
import { badRequest } from '../problem.js';

const onText =
  (change: (text: string) => JsonValue) =>
  (value: JsonValue): JsonValue =>
    typeof value === 'string' ? change(value) : value;

const toNumber = (value: JsonValue): JsonValue => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
};

/** Changes that a mapping may make to a value; a value that cannot be changed so is null. */
const TRANSFORMS: Readonly<Record<string, (value: JsonValue) => JsonValue>> = {
  lowercase: onText((text) => text.toLowerCase()),
  uppercase: onText((text) => text.toUpperCase()),
  trim: onText((text) => text.trim()),
  number: toNumber,
  integer: (value) => {
    const number = toNumber(value);
    return typeof number === 'number' ? Math.trunc(number) : null;
  },
  boolean: onText((text) => /^(true|yes|1)$/i.test(text.trim())),
  split_comma: onText((text) => text.split(',').map((part) => part.trim())),
};

/** @throws Problem for a name that is unknown */
export function transformValue(value: JsonValue, name: JsonValue | undefined): JsonValue {
  if (typeof name !== 'string' || name === '') return value;
  const transform = Object.hasOwn(TRANSFORMS, name) ? TRANSFORMS[name] : undefined;
  if (transform !== undefined) return transform(value);
  const known = Object.keys(TRANSFORMS).join(', ');
  throw badRequest('unknown_transform', `"${name}" is no transform. There are ${known}.`, { transform: name });
}

export const isTransform = (name: string): boolean => Object.hasOwn(TRANSFORMS, name);
