import { Option } from 'commander';
import type { FieldDescription } from '../description.js';
import { toAttributeName, toKebabCase } from './case.js';
import { usageError } from './cli-error.js';
import { collect } from './option-parsers.js';

/** A field of a request as a flag. */
export interface FieldFlag {
  readonly field: FieldDescription;
  /** `--vector-configs`. */
  readonly flag: string;
  /** Under which commander keeps the value. */
  readonly attribute: string;
}

/** Query, header and body fields as flags. A name that a global flag has gets the place where it is sent in front: `--body-fields`. */
export function toFieldFlags(fields: readonly FieldDescription[], reserved: ReadonlySet<string>): FieldFlag[] {
  return fields.map((field) => {
    const plain = `--${toKebabCase(field.name)}`;
    const flag = reserved.has(toAttributeName(plain)) ? `--${field.in}-${toKebabCase(field.name)}` : plain;
    return { field, flag, attribute: toAttributeName(flag) };
  });
}

/** The flag for commander; a boolean has a second one that turns it off. */
export function toOptions({ field, flag }: FieldFlag): Option[] {
  if (field.type === 'boolean') {
    const isOnByDefault = field.default === true;
    const on = new Option(flag, describeField(field));
    const off = new Option(`--no-${flag.slice(2)}`, `turn it off: ${describeField(field)}`);
    return isOnByDefault ? [on.hideHelp(), off.default(undefined)] : [on, off.default(undefined).hideHelp()];
  }
  const option = new Option(`${flag} <${placeholder(field)}>`, describeField(field));
  if (isList(field)) option.argParser<string[]>(collect);
  return [option];
}

const isList = ({ type }: FieldDescription): boolean => type.endsWith('[]');

function placeholder({ type, choices }: FieldDescription): string {
  switch (type) {
    case 'integer':
    case 'number':
      return 'n';
    case 'json':
      return 'json';
    case 'file':
      return 'path';
    case 'string':
      return choices === undefined ? 'text' : 'choice';
    default:
      return 'a,b';
  }
}

/** A list as the flag takes it, with places to break the line at. */
function spellDefault(value: unknown): string {
  if (typeof value === 'string') return value;
  const isPlainList = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item !== 'object');
  return isPlainList ? value.join(', ') : JSON.stringify(value);
}

/** Description, choices, bounds and default in one line. */
function describeField(field: FieldDescription): string {
  const facts: string[] = [];
  if (field.required) facts.push('required');
  if (field.choices) facts.push(`one of: ${field.choices.join(', ')}`);
  const bounds = describeBounds(field);
  if (bounds !== undefined) facts.push(bounds);
  if (field.default !== undefined && field.type !== 'boolean') {
    facts.push(`default: ${spellDefault(field.default)}`);
  }
  if (field.type === 'json') facts.push('JSON, YAML or @file');
  const text = field.description.replace(/\.$/, '');
  return facts.length === 0 ? text : `${text} (${facts.join('; ')})`;
}

function describeBounds({ minimum, maximum }: FieldDescription): string | undefined {
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  if (minimum !== undefined) return `at least ${minimum}`;
  return maximum === undefined ? undefined : `at most ${maximum}`;
}

/** Reads JSON, YAML or `@file`. */
export type ReadData = (text: string, flag: string) => Promise<unknown>;

/** The value of a flag as the request carries it. */
export async function readFieldValue(entry: FieldFlag, given: unknown, readData: ReadData): Promise<unknown> {
  const { field, flag } = entry;
  if (field.type === 'boolean') return given;
  if (Array.isArray(given)) return readList(entry, given as string[], readData);
  const text = String(given);
  switch (field.type) {
    case 'json':
      return readData(text, flag);
    case 'integer':
    case 'number':
      return readNumber(entry, text);
    default:
      return readString(entry, text);
  }
}

/** Repeated flags add up. A value with commas is split, unless it is a JSON array. */
async function readList(entry: FieldFlag, given: readonly string[], readData: ReadData): Promise<unknown[]> {
  const lists = await Promise.all(
    given.map(async (text) => {
      if (!text.startsWith('[') && !text.startsWith('@')) return text.split(',').filter((part) => part !== '');
      const value = await readData(text, entry.flag);
      if (!Array.isArray(value)) throw usageError(`${entry.flag} takes a list; the data given holds something else.`);
      return value as unknown[];
    }),
  );
  const isNumeric = entry.field.type !== 'string[]';
  return lists.flat().map((item) => {
    if (typeof item !== 'string') return item;
    return isNumeric ? readNumber(entry, item) : readString(entry, item);
  });
}

function readNumber({ field, flag }: FieldFlag, text: string): number {
  const value = Number(text);
  const isWhole = field.type.startsWith('integer');
  if (text.trim() === '' || !Number.isFinite(value) || (isWhole && !Number.isInteger(value))) {
    throw usageError(`${flag} takes ${isWhole ? 'a whole number' : 'a number'}; got "${text}".`);
  }
  const { minimum = -Infinity, maximum = Infinity } = field.type.endsWith('[]') ? {} : field;
  if (value < minimum || value > maximum) throw usageError(`${flag} is ${value}; it must be ${describeBounds(field)}.`);
  return value;
}

function readString({ field, flag }: FieldFlag, text: string): string {
  if (field.choices && !field.choices.includes(text)) {
    throw usageError(`${flag} is "${text}"; it must be one of: ${field.choices.join(', ')}.`);
  }
  return text;
}
