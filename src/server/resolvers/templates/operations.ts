import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, textOf } from '../../json-object.js';
import { findResource } from '../../manifest/find-existing.js';
import { conflict, forbidden, notFound } from '../../problem.js';
import { createResource } from '../../resource-kinds/create-resource.js';
import { createStaging } from '../../staging.js';
import { findTemplate, listTemplates, ownerOf, templatesFor } from '../../templates/find.js';
import type { TemplateKind } from '../../templates/kinds.js';
import { ORGANIZATION_ID } from '../models/org-view.js';
import type { ResolverTable } from '../table.js';

/** The operations on templates of one kind of resource. */
export function templateOperations(kind: TemplateKind): ResolverTable {
  const { section } = kind.resource;
  return {
    [`templates.${section}.list`]: { fidelity: 'exact', resolve: (context) => list(context, kind) },
    [`templates.${section}.get`]: {
      fidelity: 'exact',
      resolve: (context) => ({ body: templateOf(context, kind) }),
    },
    [`templates.${section}.createFrom`]: { fidelity: 'exact', resolve: (context) => createFrom(context, kind) },
    [`templates.${section}.instantiate`]: { fidelity: 'exact', resolve: (context) => instantiate(context, kind) },
  };
}

/** Namespace templates are listed by a GET, as a plain array. */
function list(context: RequestContext, { type }: TemplateKind): ResolverResult {
  const templates = templatesFor(context, type);
  if (context.operation.http === 'GET') return { body: listTemplates(templates, context.query as JsonObject) };
  const results = listTemplates(templates, context.body);
  return { body: { results, total_count: results.length } };
}

function templateOf(context: RequestContext, { type }: TemplateKind): JsonObject {
  return findTemplate(templatesFor(context, type), type, context.path['template_id'] ?? '');
}

function createFrom(context: RequestContext, kind: TemplateKind): ResolverResult {
  const { body, caller, path, services, state, tx, namespace } = context;
  const { type, resource } = kind;
  const scope = textOf(body, 'scope') || 'organization';
  if (scope === 'system') {
    throw forbidden('Only Mixpeek staff make templates with scope "system". Leave scope out, or use "user".');
  }
  const named = path[resource.idField] ?? '';
  const items = resource.list(namespace, state);
  // A namespace was looked up by the path already, by id or name.
  const source =
    type === 'namespace'
      ? items[0]
      : (items.find(({ id }) => id === named) ?? items.find(({ name }) => name === named));
  if (source === undefined) throw notFound(type, named);
  const name = textOf(body, 'template_name');
  refuseTakenTemplate(context, kind, name);

  const now = isoTime(services.clock.now());
  const template: JsonObject = {
    template_id: services.id('tmpl'),
    template_type: type,
    mode: 'config',
    scope,
    internal_id: ORGANIZATION_ID,
    name,
    description:
      typeof body['description'] === 'string' ? body['description'] : `Made from the ${type} "${source.name}".`,
    category: body['category'] ?? null,
    configuration: kind.toConfiguration(
      source.definition,
      (reference) => findResource(state, namespace, reference)?.name ?? reference.value,
    ),
    tags: body['tags'] ?? [],
    is_active: true,
    is_public: body['is_public'] === true || scope === 'public',
    use_cases: [],
    requirements: [],
    created_by: caller.userEmail,
    source_resource_id: source.id,
    sample_namespace_id: null,
    created_at: now,
    updated_at: now,
  };
  const id = textOf(template, 'template_id');
  tx.put('templates', { id, template, owner: scope === 'user' ? ownerOf(caller) : null, created_at: now });
  publishEvent(context, { type: 'template.created', namespaceId: null, subject: { type: 'template', id } });
  return {
    body: {
      template_id: id,
      template_name: name,
      template_type: type,
      scope,
      source_resource_id: source.id,
      created_at: now,
    },
  };
}

function refuseTakenTemplate(context: RequestContext, { type }: TemplateKind, name: string): void {
  const other = templatesFor(context, type).find((template) => template['name'] === name);
  if (other === undefined) return;
  const id = textOf(other, 'template_id');
  throw conflict(
    'template_name_taken',
    `There is a ${type} template named "${name}" already (${id}). Choose another name.`,
    { template_name: name, template_id: id },
  );
}

async function instantiate(context: RequestContext, kind: TemplateKind): Promise<ResolverResult> {
  const { body, services } = context;
  const { type, resource } = kind;
  const template = templateOf(context, kind);
  const configuration = isJsonObject(template['configuration']) ? template['configuration'] : {};
  const staging = createStaging(context);
  const created = await createResource(context, staging, {
    kind: resource,
    name: textOf(body, resource.nameField),
    definition: kind.toDefinition(
      configuration,
      body,
      (reference) => findResource(context.state, context.namespace, reference)?.id ?? reference.value,
    ),
    namespace: type === 'namespace' ? undefined : context.namespace,
  });
  staging.apply();
  return {
    body: {
      [resource.idField]: created.id,
      [resource.nameField]: created.name,
      template_id: template['template_id'],
      status: 'created',
      created_at: isoTime(services.clock.now()),
      ...kind.answer,
    },
  };
}
