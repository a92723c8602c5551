import type { JsonObject, JsonValue } from '../../internal/json.js';
import type { ResourceKind, ResourceType } from '../resource-kinds/kind.js';
import { namespaceKind } from '../resource-kinds/namespace.js';
import { retrieverKind } from '../resource-kinds/retriever.js';

/** How a kind of resource becomes a template, and a template becomes one. */
export interface TemplateKind {
  readonly type: ResourceType;
  readonly resource: ResourceKind;
  /** What a template keeps of a resource: nothing that names another one. */
  toConfiguration(definition: JsonObject): JsonObject;
  /** What is created: the template, with what the request says. */
  toDefinition(configuration: JsonObject, request: JsonObject): JsonObject;
  /** What the answer says besides the id and name. Default: `status: created`. */
  readonly answer?: JsonObject;
}

const without = (definition: JsonObject, ...names: string[]): JsonObject =>
  Object.fromEntries(Object.entries(definition).filter(([name]) => !names.includes(name)));

/** The request's description, where it has one. */
const described = ({ description }: JsonObject): JsonObject => (typeof description === 'string' ? { description } : {});

const tagsOf = (value: JsonValue | undefined): JsonValue[] => (Array.isArray(value) ? value : []);

const namespaces: TemplateKind = {
  type: 'namespace',
  resource: namespaceKind,
  toConfiguration: (definition) => without(definition, 'namespace_id'),
  toDefinition: (configuration, request) => ({ ...configuration, ...described(request) }),
  answer: { status: 'ready', task_id: null },
};

const retrievers: TemplateKind = {
  type: 'retriever',
  resource: retrieverKind,
  toConfiguration: (definition) => without(definition, 'collection_identifiers'),
  toDefinition: (configuration, request) => ({
    ...configuration,
    ...described(request),
    collection_identifiers: request['collection_identifiers'] ?? [],
    tags: [...new Set([...tagsOf(configuration['tags']), ...tagsOf(request['tags'])])],
  }),
};

/** The kinds of resource that there are templates for. */
export const TEMPLATE_KINDS: readonly TemplateKind[] = [namespaces, retrievers];
