import type { FieldDescription, OperationDescription, TypeDescription } from '../../description.js';
import type { OperationSchemas } from '../../operation-schemas.js';
import type { Operation } from '../../operation.js';
import { spellLimits, spellType, typesIn, type JsonSchema } from './spell-type.js';

/** One field of a type or a request. */
export interface FieldLine {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly limits: string;
  readonly description: string;
}

export interface DescribedType {
  readonly type: string;
  readonly description: string;
  /** How the type itself is spelled, when it is no object with fields. */
  readonly is?: string;
  readonly fields: readonly FieldLine[];
  /** Types that its fields have. */
  readonly see: readonly string[];
}

export interface DescribedOperation {
  readonly operation: string;
  readonly http: string;
  readonly description: string;
  readonly parameters: readonly (FieldLine & { readonly in: string })[];
  readonly body?: DescribedType;
  readonly answer?: DescribedType & { readonly status: number };
}

export interface SchemaTables {
  readonly components: Readonly<Record<string, object>>;
  readonly typeDescriptions: Readonly<Record<string, TypeDescription>>;
}

/** A type of the document by its name; `undefined` where there is none. */
export function describeType(name: string, { components, typeDescriptions }: SchemaTables): DescribedType | undefined {
  const schema = components[name] as JsonSchema | undefined;
  if (schema === undefined) return undefined;
  const texts = typeDescriptions[name];
  return describe(name, schema, { text: texts?.text ?? '', fields: texts?.fields ?? {}, typeDescriptions });
}

export interface OperationParts {
  readonly row: Operation;
  readonly description: OperationDescription;
  readonly schemas: OperationSchemas | undefined;
}

export function describeOperation(parts: OperationParts, tables: SchemaTables): DescribedOperation {
  const { row, description, schemas } = parts;
  const { summary, description: text = '' } = description;
  const body = schemas?.body === undefined ? undefined : describeShape('body', schemas.body, tables);
  const answer = schemas?.response === undefined ? undefined : describeShape('answer', schemas.response, tables);
  return {
    operation: row.id,
    http: `${row.http} ${row.path}`,
    description: `${summary}. ${text}`.trim(),
    parameters: description.fields
      .filter(({ in: place }) => place !== 'body')
      .map((field) => toParameter(field, schemas)),
    ...(body === undefined ? {} : { body }),
    ...(answer === undefined ? {} : { answer: { ...answer, status: schemas?.status ?? 200 } }),
  };
}

/** A body or an answer: a named type, or a shape of its own. */
function describeShape(name: string, schema: object, tables: SchemaTables): DescribedType {
  // Component and operation schemas are JSON Schemas; the tables call them objects.
  const given = schema as JsonSchema;
  const { $ref: reference } = given;
  const named = reference === undefined ? undefined : describeType(reference, tables);
  return named ?? describe(name, given, { text: '', fields: {}, typeDescriptions: tables.typeDescriptions });
}

/** A field of a type that says nothing of itself is described as its type. */
type Texts = TypeDescription & Pick<SchemaTables, 'typeDescriptions'>;

function describe(name: string, schema: JsonSchema, texts: Texts): DescribedType {
  const parts = [schema, ...(schema.allOf ?? [])];
  const properties = Object.assign({}, ...parts.map((part) => part.properties)) as Record<string, JsonSchema>;
  const required = new Set(parts.flatMap((part) => part.required ?? []));
  const fields = Object.entries(properties).map(([field, property]): FieldLine => ({
    name: field,
    type: spellType(property),
    required: required.has(field),
    limits: spellLimits(property),
    description: texts.fields[field] ?? texts.typeDescriptions[property.$ref ?? '']?.text ?? '',
  }));
  const hasFields = fields.length > 0;
  return {
    type: name,
    description: texts.text,
    ...(hasFields ? {} : { is: [spellType(schema), spellLimits(schema)].filter((text) => text !== '').join(', ') }),
    fields,
    see: typesIn(schema).filter((other) => other !== name),
  };
}

function toParameter(field: FieldDescription, schemas: OperationSchemas | undefined): FieldLine & { in: string } {
  const place = field.in === 'body' ? undefined : schemas?.[field.in];
  const schema = place?.[field.name] as JsonSchema | undefined;
  return {
    name: field.name,
    in: field.in,
    type: schema === undefined ? field.type : spellType(schema),
    required: field.required === true,
    limits: schema === undefined ? '' : spellLimits(schema),
    description: field.description,
  };
}
