import type { JsonObject } from '../../internal/json.js';
import type { RequestContext } from '../context.js';
import { isoTime } from '../iso-time.js';
import { isJsonObject } from '../json-object.js';
import { badRequest, conflict, notFound } from '../problem.js';
import type { ModelUploadRecord, OrgModelRecord } from '../records.js';
import { requireCustomModels } from './models/deployment.js';
import { ORGANIZATION_ID, toOrgModelItem } from './models/org-view.js';
import type { ResolverTable } from './table.js';

const NO_PUT = 'Nothing receives the bytes behind the presigned URL: the archive is registered unseen.';

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
  'models.uploads.create': {
    fidelity: 'shape',
    note: NO_PUT,
    resolve: (context) => {
      requireCustomModels(context);
      const { body, services, state, tx } = context;
      refuseTaken(state.list('orgModels'), body);
      const id = services.id('upl');
      const seconds = typeof body['presigned_url_expiration'] === 'number' ? body['presigned_url_expiration'] : 3600;
      const expiresAt = isoTime(services.clock.now() + seconds * 1000);
      const upload: JsonObject = {
        upload_id: id,
        presigned_url: `http://localhost/__mixpeek/uploads/${id}`,
        s3_key: `models/${ORGANIZATION_ID}/${String(body['name'])}-${String(body['version'])}.tar.gz`,
        expires_at: expiresAt,
        organization_id: ORGANIZATION_ID,
        name: body['name'] ?? null,
        version: body['version'] ?? null,
        model_format: body['model_format'] ?? null,
      };
      tx.put('modelUploads', { id, upload: { ...upload, request: body }, expires_at: expiresAt });
      return { body: upload };
    },
  },
  'models.uploads.confirm': {
    fidelity: 'shape',
    note: NO_PUT,
    resolve: (context) => {
      requireCustomModels(context);
      const record = findUpload(context);
      const { state, tx, services } = context;
      refuseTaken(state.list('orgModels'), record.upload);
      const model = toOrgModel(record, { id: services.id('mdl'), now: isoTime(services.clock.now()) });
      tx.put('orgModels', { id: String(model['model_id']), model, enabled_namespaces: [] });
      tx.delete('modelUploads', record.id);
      return {
        body: {
          success: true,
          upload_id: record.id,
          model_id: model['model_id'],
          validation_status: 'passed',
          validation_errors: null,
          s3_archive_url: model['s3_archive_url'],
          message: 'Model registered.',
        },
      };
    },
  },
} satisfies ResolverTable;

function toOrgModel({ upload }: ModelUploadRecord, { id, now }: { id: string; now: string }): JsonObject {
  const request = isJsonObject(upload['request']) ? upload['request'] : {};
  return {
    model_id: id,
    organization_id: ORGANIZATION_ID,
    name: upload['name'] ?? null,
    version: upload['version'] ?? null,
    description: request['description'] ?? null,
    s3_archive_url: `s3://mixpeek-models/${String(upload['s3_key'])}`,
    model_format: upload['model_format'] ?? null,
    model_hash: '',
    validation_status: 'passed',
    validation_errors: [],
    deployed: false,
    deployment_info: null,
    framework: request['framework'] ?? null,
    task_type: request['task_type'] ?? null,
    input_schema: null,
    output_schema: null,
    resource_requirements: request['resource_requirements'] ?? { num_cpus: 1, num_gpus: 0, memory: 4 * 1024 ** 3 },
    created_at: now,
    updated_at: now,
  };
}

function findModel({ state, path }: RequestContext): OrgModelRecord {
  const id = path['model_id'] ?? '';
  const record = state.get('orgModels', id);
  if (record === undefined) throw notFound('model', id);
  return record;
}

function findUpload({ state, path, services }: RequestContext): ModelUploadRecord {
  const id = path['upload_id'] ?? '';
  const record = state.get('modelUploads', id);
  if (record === undefined) throw notFound('upload', id);
  if (Date.parse(record.expires_at) <= services.clock.now()) {
    throw badRequest('upload_expired', `Upload ${id} expired at ${record.expires_at}. Create a new one.`, {
      expires_at: record.expires_at,
    });
  }
  return record;
}

function refuseTaken(models: readonly OrgModelRecord[], { name, version }: JsonObject): void {
  const taken = models.find(({ model }) => model['name'] === name && model['version'] === version);
  if (taken === undefined) return;
  throw conflict(
    'model_already_exists',
    `The organization has a model "${String(name)}" of version "${String(version)}" already (${taken.id}).`,
    { model_id: taken.id },
  );
}
