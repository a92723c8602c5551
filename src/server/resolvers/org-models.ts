import type { RequestContext } from '../context.js';
import { notFound } from '../problem.js';
import type { OrgModelRecord } from '../records.js';
import { confirmUpload, createUpload } from './models/org-upload.js';
import { ORGANIZATION_ID, toOrgModelItem } from './models/org-view.js';
import type { ResolverTable } from './table.js';

export const orgModelResolvers = {
  'models.list': {
    fidelity: 'exact',
    resolve: ({ state }) => {
      const models = state.list('orgModels').map(toOrgModelItem);
      return { body: { success: true, models, total: models.length, organization_id: ORGANIZATION_ID } };
    },
  },
  'models.get': {
    fidelity: 'exact',
    resolve: (context) => ({ body: { success: true, model: findModel(context).model } }),
  },
  'models.delete': {
    fidelity: 'exact',
    resolve: (context) => {
      const { id } = findModel(context);
      context.tx.delete('orgModels', id);
      return { body: { success: true, model_id: id, message: `Model ${id} is deleted in all namespaces.` } };
    },
  },
  'models.uploads.create': { fidelity: 'exact', resolve: createUpload },
  'models.uploads.confirm': {
    fidelity: 'behavioural',
    note: 'The archive is checked and kept; no model is run.',
    resolve: confirmUpload,
  },
} satisfies ResolverTable;

function findModel({ state, path }: RequestContext): OrgModelRecord {
  const id = path['model_id'] ?? '';
  const record = state.get('orgModels', id);
  if (record === undefined) throw notFound('model', id);
  return record;
}
