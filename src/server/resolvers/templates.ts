import { findTemplate, matchingTemplates, publicTemplates } from '../templates/find.js';
import { TEMPLATE_KINDS } from '../templates/kinds.js';
import type { TemplateType } from '../templates/view.js';
import type { ResolverEntry, ResolverTable } from './table.js';
import { instantiateScaffold } from './templates/scaffold.js';
import { templateOperations } from './templates/operations.js';

const OWN_SET = 'The templates that come with the server are its own, not those of the service.';

const listPublic = (type: TemplateType): ResolverEntry => ({
  fidelity: 'behavioural',
  note: OWN_SET,
  resolve: ({ query, state }) => ({ body: matchingTemplates(publicTemplates(state, type), query) }),
});

const getPublic = (type: TemplateType): ResolverEntry => ({
  fidelity: 'behavioural',
  note: OWN_SET,
  resolve: ({ path, state }) => ({
    body: findTemplate(publicTemplates(state, type), type, path['template_id'] ?? ''),
  }),
});

export const templateResolvers: ResolverTable = {
  ...Object.fromEntries(TEMPLATE_KINDS.flatMap((kind) => Object.entries(templateOperations(kind)))),
  'templates.scaffolds.instantiate': { fidelity: 'behavioural', note: OWN_SET, resolve: instantiateScaffold },
  'public.templates.namespaces.list': listPublic('namespace'),
  'public.templates.namespaces.get': getPublic('namespace'),
  'public.templates.retrievers.list': listPublic('retriever'),
  'public.templates.retrievers.get': getPublic('retriever'),
  'public.templates.scaffolds.list': listPublic('scaffold'),
  'public.templates.scaffolds.get': getPublic('scaffold'),
};
