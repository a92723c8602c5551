import { listOperations, successOf } from '../generate/normalise.js';
import type { SourceOperation } from '../generate/normalise.js';
import { bodyMedia } from '../generate/rows.js';
import type { OpenApiDocument } from '../generate/openapi.js';
import { addFields, describeType, type Fields } from './fields.js';

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

/** The status, and every parameter, body field and answer field of an operation -> a short form of its type. */
function fieldsOf(document: OpenApiDocument, operation: SourceOperation): Fields {
  const fields: Fields = new Map();
  for (const parameter of operation.parameters) {
    if (parameter.in === 'path') continue;
    const said = describeType(document, parameter.schema, parameter.required === true);
    fields.set(`${parameter.in} ${parameter.name}`, said);
  }
  if (operation.namespaceHeader) fields.set('header X-Namespace', 'string');
  const media = bodyMedia(operation);
  if (media) fields.set('body', `${media[0]}${operation.body?.required === true ? ', required' : ''}`);
  addFields(document, 'body', media?.[1].schema, fields);
  const [status, success] = successOf(operation);
  fields.set('status', String(status));
  addFields(document, 'answer', success?.content?.['application/json']?.schema, fields);
  return fields;
}

/** Where one side says nothing of a body or an answer, the fields of the other are counted instead of listed. */
function diffFields(route: string, ours: Fields, theirs: Fields): string[] {
  const places = (['body', 'answer'] as const).map((place) => ({
    place,
    mine: takeUntyped(place, ours, theirs),
    other: takeUntyped(place, theirs, ours),
  }));
  const untyped = places.flatMap(({ place, mine, other }) => [
    ...(mine === 0 ? [] : [`- ${route}: ${place} (${mine} fields)`]),
    ...(other === 0 ? [] : [`+ ${route}: ${place} (${other} fields)`]),
  ]);
  return [...untyped, ...diffTyped(route, ours, theirs)];
}

/** Takes out the fields of a place that the other side has none of. How many they were. */
function takeUntyped(place: string, fields: Fields, other: Fields): number {
  const belongs = (field: string): boolean =>
    field.startsWith(`${place} `) || /^\[\]|^\{\}/.test(field.slice(place.length));
  const inPlace = (from: Fields): string[] =>
    [...from.keys()].filter((field) => field.startsWith(place) && belongs(field));
  if (inPlace(other).length > 0) return 0;
  const taken = inPlace(fields);
  for (const field of taken) fields.delete(field);
  return taken.length;
}

function diffTyped(route: string, ours: Fields, theirs: Fields): string[] {
  return [...new Set([...ours.keys(), ...theirs.keys()])].sort().flatMap((field) => {
    const [mine, other] = [ours.get(field), theirs.get(field)];
    if (mine === other) return [];
    if (other === undefined) return [`- ${route}: ${field} (${mine ?? ''})`];
    if (mine === undefined) return [`+ ${route}: ${field} (${other})`];
    return [`~ ${route}: ${field}: ours ${mine}; theirs ${other}`];
  });
}
