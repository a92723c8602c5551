import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { innerRequest } from '../../inner-request.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, objectsOf, textOf } from '../../json-object.js';
import { badRequest } from '../../problem.js';
import type { NamespaceRecord } from '../../records.js';
import { bucketKind } from '../../resource-kinds/bucket.js';
import { collectionKind } from '../../resource-kinds/collection.js';
import { createResource } from '../../resource-kinds/create-resource.js';
import type { ResourceKind } from '../../resource-kinds/kind.js';
import { namespaceKind } from '../../resource-kinds/namespace.js';
import { retrieverKind } from '../../resource-kinds/retriever.js';
import { createStaging } from '../../staging.js';
import { findTemplate, templatesFor } from '../../templates/find.js';
import { createObject } from '../bucket-objects/create.js';

/** Makes a namespace with all that a search needs: one after the other, and none of it when one is refused. */
export async function instantiateScaffold(context: RequestContext): Promise<ResolverResult> {
  const { body, path, services } = context;
  const template = findTemplate(templatesFor(context, 'scaffold'), 'scaffold', path['template_id'] ?? '');
  const configuration = objectAt(template, 'configuration');
  const samples = objectsOf(configuration['sample_objects']);
  if (body['include_sample_data'] === true && samples.length === 0) {
    throw badRequest(
      'no_sample_data',
      `The scaffold "${textOf(template, 'name')}" has no sample data. Leave include_sample_data out.`,
      { template_id: template['template_id'] },
    );
  }
  const staging = createStaging(context);
  const make = (kind: ResourceKind, namespace?: NamespaceRecord, added: JsonObject = {}) => {
    const { [kind.nameField]: ownName, ...definition } = objectAt(configuration, kind.type);
    const name = textOf(body, kind.nameField) || (typeof ownName === 'string' ? ownName : '');
    return createResource(context, staging, { kind, name, definition: { ...definition, ...added }, namespace });
  };

  const { namespace_description: wanted } = body;
  const description = typeof wanted === 'string' ? wanted : textOf(template, 'description');
  const namespace = await make(namespaceKind, undefined, { description });
  const record = staging.state.get('namespaces', namespace.id);
  const bucket = await make(bucketKind, record);
  const collection = await make(collectionKind, record, { source: { type: 'bucket', bucket_ids: [bucket.id] } });
  const retriever = await make(retrieverKind, record, { collection_identifiers: [collection.id] });
  if (body['include_sample_data'] === true) {
    for (const sample of samples) {
      const object = await services.checkBody('buckets.objects.create', sample);
      createObject(innerRequest(context, { staging, namespace: record, body: object, path: { bucket_id: bucket.id } }));
    }
  }
  staging.apply();
  return {
    body: {
      namespace_id: namespace.id,
      namespace_name: namespace.name,
      bucket_id: bucket.id,
      bucket_name: bucket.name,
      collection_id: collection.id,
      collection_name: collection.name,
      retriever_id: retriever.id,
      retriever_name: retriever.name,
      template_id: template['template_id'],
      status: 'created',
      created_at: isoTime(services.clock.now()),
    },
  };
}

const objectAt = (parent: JsonObject, name: string): JsonObject => {
  const value = parent[name];
  return isJsonObject(value) ? value : {};
};
