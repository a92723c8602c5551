import { followSchema, bodyMedia, isBinary } from './rows.js';
import type { NamedOperation } from './rows.js';
import type { Operation } from '../../src/operation.js';
import type { FieldDescription } from '../../src/description.js';
import type { OpenApiDocument, Schema } from './openapi.js';
import { schemaName } from './openapi.js';

/** Everything a caller can give to an operation, from path to body, in one list. */
export function listFields(document: OpenApiDocument, operation: NamedOperation, row: Operation): FieldDescription[] {
  const fields: FieldDescription[] = [];
  for (const parameter of operation.parameters) {
    const isKept =
      (parameter.in === 'path' && (row.args ?? []).includes(parameter.name)) ||
      (parameter.in === 'query' && (row.query ?? []).some((query) => query.name === parameter.name)) ||
      parameter.in === 'header';
    if (!isKept || parameter.in === 'cookie') continue;
    const isRequired = parameter.in === 'path' || parameter.required === true;
    fields.push(
      describeField(document, parameter.schema, {
        name: parameter.name,
        in: parameter.in,
        isRequired,
        description: parameter.description,
      }),
    );
  }
  const media = bodyMedia(operation);
  const body = followSchema(document, media?.[1].schema);
  if (media?.[0] === 'json' || media?.[0] === 'multipart') {
    for (const [name, schema] of Object.entries(propertiesOf(document, body))) {
      const isRequired = (body?.required ?? []).includes(name) && !operation.hints.optional?.includes(name);
      fields.push(describeField(document, schema, { name, in: 'body', isRequired }));
    }
  }
  return fields;
}

/** Own properties and those of `allOf` parts. */
function propertiesOf(document: OpenApiDocument, schema: Schema | undefined): Record<string, Schema> {
  const inherited = (schema?.allOf ?? []).map((part) => propertiesOf(document, followSchema(document, part)));
  return Object.assign({}, ...inherited, schema?.properties ?? {}) as Record<string, Schema>;
}

interface FieldPlace {
  name: string;
  in: 'path' | 'query' | 'header' | 'body';
  isRequired: boolean;
  description?: string | undefined;
}

function describeField(document: OpenApiDocument, schema: Schema | undefined, place: FieldPlace): FieldDescription {
  const actual = withoutNull(document, schema);
  const type = typeWord(document, actual);
  const field: FieldDescription = {
    name: place.name,
    in: place.in,
    type,
    description: oneLine(place.description ?? schema?.description ?? actual?.description ?? ''),
  };
  if (place.isRequired) field.required = true;
  const choices = (actual?.enum ?? followSchema(document, itemsOf(actual))?.enum)?.filter(
    (value) => typeof value === 'string',
  );
  if (choices && choices.length > 0) field.choices = choices;
  const fallback = schema?.default ?? actual?.default;
  if (fallback !== undefined && fallback !== null) field.default = fallback;
  for (const bound of ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems'] as const) {
    const value = actual?.[bound];
    if (typeof value === 'number') field[bound] = value;
  }
  return field;
}

/** The one branch that is not null, with references followed. */
function withoutNull(document: OpenApiDocument, schema: Schema | undefined): Schema | undefined {
  const followed = followSchema(document, schema);
  const branches = (followed?.anyOf ?? followed?.oneOf)?.filter((branch) => branch.type !== 'null');
  return branches?.length === 1 ? withoutNull(document, branches[0]) : followed;
}

const itemsOf = (schema: Schema | undefined): Schema | undefined =>
  typeof schema?.items === 'object' ? schema.items : undefined;

/** A short word for a flag's value: `string`, `integer`, `string[]`, `json`, `file`. */
function typeWord(document: OpenApiDocument, schema: Schema | undefined): FieldDescription['type'] {
  if (isBinary(schema)) return 'file';
  const types = (Array.isArray(schema?.type) ? schema.type : [schema?.type]).filter((type) => type !== 'null');
  if (types.length !== 1) return 'json';
  const [type] = types;
  if (type === 'string' || type === 'integer' || type === 'number' || type === 'boolean') return type;
  if (type !== 'array') return 'json';
  const items = typeWord(document, withoutNull(document, itemsOf(schema)));
  return items === 'string' || items === 'integer' || items === 'number' ? `${items}[]` : 'json';
}

export const oneLine = (text: string): string => text.trim().replaceAll(/\s*\n\s*/g, ' ');

/** The named type of a body, when it has one. */
export const bodyTypeName = (operation: NamedOperation): string | undefined =>
  schemaName(bodyMedia(operation)?.[1].schema);
