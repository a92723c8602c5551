import type { OpenApiDocument, Schema } from '../generate/openapi.js';
import { schemaName } from '../generate/openapi.js';
import { followSchema } from '../generate/rows.js';

/** Dotted field (`queries[].filters`, `counts{}`) -> a short form of its type. */
export type Fields = Map<string, string>;

/** Deeper fields are compared where their schema stands nearer to a body. */
const MAX_DEPTH = 6;

const BOUNDS = [
  ...['default', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'pattern'],
];

/** Adds every field of a schema, those of the objects inside it too; a schema inside itself is not entered again. */
export function addFields(document: OpenApiDocument, place: string, schema: Schema | undefined, fields: Fields): void {
  const enter = (at: string, node: Schema | undefined, open: readonly string[]): void => {
    const name = schemaName(node);
    if (name !== undefined && open.includes(name)) return;
    const inside = name === undefined ? open : [...open, name];
    const followed = followSchema(document, node);
    if (followed === undefined || at.split('.').length > MAX_DEPTH) return;
    for (const part of [...(followed.allOf ?? []), ...(followed.anyOf ?? []), ...(followed.oneOf ?? [])]) {
      enter(at, part, inside);
    }
    if (typeof followed.items === 'object') enter(`${at}[]`, followed.items, inside);
    if (typeof followed.additionalProperties === 'object') enter(`${at}{}`, followed.additionalProperties, inside);
    for (const [field, property] of Object.entries(followed.properties ?? {})) {
      const path = at === place ? `${place} ${field}` : `${at}.${field}`;
      const said = describeType(document, property, followed.required?.includes(field) === true);
      // Branches of a union may have a field in common.
      const known = fields.get(path);
      fields.set(path, known === undefined || known === said ? said : [known, said].sort().join(' or '));
      enter(path, property, inside);
    }
  };
  enter(place, schema, []);
}

/** `string | null, required, default "a", minLength 1` */
export function describeType(document: OpenApiDocument, schema: Schema | undefined, isRequired: boolean): string {
  const facts = [typeOf(document, schema), ...(isRequired ? ['required'] : [])];
  const followed = followSchema(document, schema);
  for (const key of BOUNDS) {
    const value = schema?.[key] ?? followed?.[key];
    if (value !== undefined && value !== null) facts.push(`${key} ${JSON.stringify(value)}`);
  }
  return facts.join(', ');
}

/** `string | null`, `string[]`, `object`; references are followed, so that names do not count. */
function typeOf(document: OpenApiDocument, schema: Schema | undefined): string {
  const followed = followSchema(document, schema);
  if (followed === undefined) return 'any';
  if (followed.enum) return spell(followed.enum.map((value) => JSON.stringify(value)));
  if (followed.const !== undefined) return JSON.stringify(followed.const);
  const branches = followed.anyOf ?? followed.oneOf;
  if (branches) return spell(branches.flatMap((branch) => typeOf(document, branch).split(' | ')));
  const types = Array.isArray(followed.type)
    ? followed.type
    : [followed.type ?? (followed.properties || followed.allOf ? 'object' : 'any')];
  return spell(
    types.map((type) =>
      type === 'array'
        ? `${bracket(typeOf(document, typeof followed.items === 'object' ? followed.items : undefined))}[]`
        : type === 'string' && followed.format !== undefined && followed.format !== 'binary'
          ? `string(${followed.format})`
          : type,
    ),
  );
}

/** An integer that may be a number is a number. */
function spell(types: readonly string[]): string {
  const different = new Set(types);
  if (different.has('number')) different.delete('integer');
  if (different.has('any')) return 'any';
  return [...different].sort().join(' | ');
}

const bracket = (type: string): string => (type.includes(' | ') ? `(${type})` : type);
