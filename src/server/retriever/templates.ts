import type { JsonValue } from '../../internal/json.js';
import { badRequest } from '../problem.js';

/** Where a template reads: the execution's inputs, the document at hand, what earlier stages did, the execution itself, the organization's secrets. */
type TemplateRoot = 'INPUT' | 'DOC' | 'STAGE' | 'CONTEXT' | 'SECRET';

export interface TemplateReference {
  readonly root: TemplateRoot;
  /** Keys below the root, at least one. */
  readonly path: readonly string[];
  /** As written, for messages. */
  readonly source: string;
}

/** Gives the value behind a reference; `undefined` leaves the template as written, for a later turn. */
export type TemplateScope = (reference: TemplateReference) => JsonValue | undefined;

const TEMPLATE = /\{\{([\s\S]*?)\}\}/g;
const WHOLE = /^\s*\{\{([^{}]*)\}\}\s*$/;
const REFERENCE = /^([A-Za-z]+)((?:\.[\w-]+|\[\d+\]|\[(?:"[^"]+"|'[^']+')\])+)$/;
const KEY = /\.([\w-]+)|\[(\d+)\]|\["([^"]+)"\]|\['([^']+)'\]/g;

const ROOTS: Readonly<Record<string, TemplateRoot>> = {
  INPUT: 'INPUT',
  INPUTS: 'INPUT',
  DOC: 'DOC',
  STAGE: 'STAGE',
  CONTEXT: 'CONTEXT',
  SECRET: 'SECRET',
  SECRETS: 'SECRET',
};

export function isTemplate(value: unknown): value is string {
  return typeof value === 'string' && value.includes('{{') && value.includes('}}');
}

/** Every reference in a value, at any depth. Throws on a template that this server cannot read. */
export function referencesIn(value: JsonValue): TemplateReference[] {
  if (typeof value === 'string') return [...value.matchAll(TEMPLATE)].map((match) => parseReference(match[1] ?? ''));
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(referencesIn);
}

/**
 * Fills the templates of a value, at any depth. A string that is one template takes the value with its type, so a vector
 * stays an array; in other text, values are written out. Nothing is evaluated: a template names a value, no more.
 * Fields named in `later` keep their templates.
 */
export function renderTemplates(value: JsonValue, scope: TemplateScope, later: readonly string[] = []): JsonValue {
  if (typeof value === 'string') return isTemplate(value) ? renderText(value, scope) : value;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => renderTemplates(item, scope, later));
  const fields = Object.entries(value).map(([key, item]): [string, JsonValue] => {
    return [key, later.includes(key) ? item : renderTemplates(item, scope, later)];
  });
  return Object.fromEntries(fields);
}

function renderText(text: string, scope: TemplateScope): JsonValue {
  const whole = WHOLE.exec(text);
  if (whole !== null) {
    const value = scope(parseReference(whole[1] ?? ''));
    return value === undefined ? text : value;
  }
  return text.replace(TEMPLATE, (source: string, expression: string) => {
    const value = scope(parseReference(expression));
    return value === undefined ? source : toText(value);
  });
}

function toText(value: JsonValue): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function parseReference(expression: string): TemplateReference {
  const source = `{{${expression}}}`;
  const match = REFERENCE.exec(expression.trim());
  const [, name = '', keys = ''] = match ?? [];
  const root = ROOTS[name.toUpperCase()];
  if (root === undefined) {
    throw badRequest(
      'invalid_template',
      `${source} is not a template. Write {{INPUT.name}}, {{DOC.field}}, {{STAGE.name.output_count}}, {{CONTEXT.execution_id}} or {{SECRET.name}}; filters and expressions are not available.`,
      { template: source },
    );
  }
  const path = [...keys.matchAll(KEY)].map(
    (key) => (key.slice(1) as (string | undefined)[]).find((part) => part !== undefined) ?? '',
  );
  return { root, path, source };
}
