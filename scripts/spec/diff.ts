import { listOperations, successOf } from '../generate/normalise.js';
import type { SourceOperation } from '../generate/normalise.js';
import { bodyMedia, followSchema } from '../generate/rows.js';
import type { OpenApiDocument, Schema } from '../generate/openapi.js';

/** Differences of two documents by route, one line each: `- ` only ours has it, `+ ` only theirs, `~ ` both, differently. */
export function diffDocuments(ours: OpenApiDocument, theirs: OpenApiDocument): string[] {
  const left = byRoute(ours);
  const right = byRoute(theirs);
  const lines: string[] = [];
  for (const route of [...new Set([...left.keys(), ...right.keys()])].sort()) {
    const [mine, other] = [left.get(route), right.get(route)];
    if (other === undefined) lines.push(`- ${route}`);
    else if (mine === undefined) lines.push(`+ ${route}`);
    else lines.push(...diffFields(route, fieldsOf(ours, mine), fieldsOf(theirs, other)));
  }
  return lines;
}

/** Parameter names in paths do not count: they are not on the wire. */
function byRoute(document: OpenApiDocument): Map<string, SourceOperation> {
  const { operations } = listOperations(document);
  return new Map(
    operations.map((each) => [
      `${each.verb.toUpperCase()} ${each.path.replace(/\/$/, '').replaceAll(/\{[^}]+\}/g, '{}')}`,
      each,
    ]),
  );
}

type Fields = ReadonlyMap<string, string>;

/** Every parameter, body field and answer field of an operation -> a short form of its type. */
function fieldsOf(document: OpenApiDocument, operation: SourceOperation): Fields {
  const fields = new Map<string, string>();
  for (const parameter of operation.parameters) {
    if (parameter.in !== 'path')
      fields.set(
        `${parameter.in} ${parameter.name}`,
        describeType(document, parameter.schema, parameter.required === true),
      );
  }
  const media = bodyMedia(operation);
  if (media) fields.set('body', media[0]);
  addProperties('body', document, media?.[1].schema, fields);
  addProperties('answer', document, successOf(operation)[1]?.content?.['application/json']?.schema, fields);
  return fields;
}

function addProperties(
  place: string,
  document: OpenApiDocument,
  schema: Schema | undefined,
  fields: Map<string, string>,
): void {
  const followed = followSchema(document, schema);
  for (const part of followed?.allOf ?? []) addProperties(place, document, part, fields);
  for (const [name, property] of Object.entries(followed?.properties ?? {})) {
    fields.set(`${place} ${name}`, describeType(document, property, followed?.required?.includes(name) === true));
  }
}

function describeType(document: OpenApiDocument, schema: Schema | undefined, isRequired: boolean): string {
  const facts = [typeOf(document, schema), ...(isRequired ? ['required'] : [])];
  const followed = followSchema(document, schema);
  for (const key of ['default', 'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems']) {
    const value = schema?.[key] ?? followed?.[key];
    if (value !== undefined && value !== null) facts.push(`${key} ${JSON.stringify(value)}`);
  }
  return facts.join(', ');
}

/** `string | null`, `string[]`, `object`; references are followed, so that names do not count. */
function typeOf(document: OpenApiDocument, schema: Schema | undefined): string {
  const followed = followSchema(document, schema);
  if (followed === undefined) return 'any';
  if (followed.enum)
    return followed.enum
      .map((value) => JSON.stringify(value))
      .sort()
      .join('|');
  const branches = followed.anyOf ?? followed.oneOf;
  if (branches) return [...new Set(branches.map((branch) => typeOf(document, branch)))].sort().join(' | ');
  const types = Array.isArray(followed.type)
    ? [...followed.type].sort()
    : [followed.type ?? (followed.properties || followed.allOf ? 'object' : 'any')];
  return types
    .map((type) =>
      type === 'array'
        ? `${typeOf(document, typeof followed.items === 'object' ? followed.items : undefined)}[]`
        : type,
    )
    .join(' | ');
}

function diffFields(route: string, ours: Fields, theirs: Fields): string[] {
  return [...new Set([...ours.keys(), ...theirs.keys()])].sort().flatMap((field) => {
    const [mine, other] = [ours.get(field), theirs.get(field)];
    if (mine === other) return [];
    if (other === undefined) return [`- ${route}: ${field} (${mine ?? ''})`];
    if (mine === undefined) return [`+ ${route}: ${field} (${other})`];
    return [`~ ${route}: ${field}: ours ${mine}; theirs ${other}`];
  });
}
