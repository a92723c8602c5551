import type { JsonObject } from '../../internal/json.js';
import type { RequestContext } from '../context.js';
import { innerRequest } from '../inner-request.js';
import { isJsonObject, textOf } from '../json-object.js';
import type { NamespaceRecord } from '../records.js';
import type { Staging } from '../staging.js';
import type { ResourceKind } from './kind.js';

export interface NewResource {
  readonly kind: ResourceKind;
  readonly name: string;
  readonly definition: JsonObject;
  /** What it is created in; left out for a namespace. */
  readonly namespace?: NamespaceRecord | undefined;
}

export interface CreatedResource {
  readonly id: string;
  readonly name: string;
  /** What the create operation answers. */
  readonly answer: JsonObject;
}

/** Creates a resource as its own operation would: the same checks, defaults and refusals. */
export async function createResource(
  context: RequestContext,
  staging: Staging,
  { kind, name, definition, namespace }: NewResource,
): Promise<CreatedResource> {
  const body = await context.services.checkBody(kind.createId, { ...definition, [kind.nameField]: name });
  const result = await kind.create(innerRequest(context, { staging, namespace, body }));
  const answer = 'body' in result && isJsonObject(result.body as JsonObject) ? (result.body as JsonObject) : {};
  return { id: textOf(answer, kind.idField), name, answer };
}
