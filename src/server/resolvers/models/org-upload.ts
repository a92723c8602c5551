import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { textOf } from '../../json-object.js';
import {
  createPresignedUpload,
  endPresignedUpload,
  receivedUpload,
  refuseExpired,
  refuseOtherUpload,
} from '../../presigned.js';
import { conflict, notFound } from '../../problem.js';
import type { ModelUploadRecord } from '../../records.js';
import { requireCustomModels } from './deployment.js';
import { ORGANIZATION_ID } from './org-view.js';

const DEFAULT_SECONDS = 3600;

/** Gives an address on this server that takes the archive until it expires. */
export function createUpload(context: RequestContext): ResolverResult {
  requireCustomModels(context);
  const { body, tx } = context;
  refuseTaken(body, context);
  const { presigned_url_expiration: seconds, file_size_bytes: size } = body;
  const presigned = createPresignedUpload(context, {
    purpose: 'model',
    expiresInSeconds: typeof seconds === 'number' ? seconds : DEFAULT_SECONDS,
    sizeBytes: typeof size === 'number' ? size : null,
  });
  const upload: JsonObject = {
    ...presigned,
    s3_key: `models/${ORGANIZATION_ID}/${textOf(body, 'name')}-${textOf(body, 'version')}.tar.gz`,
    organization_id: ORGANIZATION_ID,
    name: body['name'] ?? null,
    version: body['version'] ?? null,
    model_format: body['model_format'] ?? null,
  };
  tx.put('modelUploads', { id: presigned.upload_id, upload, request: body, expires_at: presigned.expires_at });
  return { body: upload };
}

/** Registers what was uploaded. An archive that is none is told in the answer, and may be uploaded again. */
export function confirmUpload(context: RequestContext): ResolverResult {
  requireCustomModels(context);
  const { tx, services } = context;
  const record = findUpload(context);
  refuseTaken(record.upload, context);
  const received = receivedUpload(context.state, record.id);
  refuseOtherUpload(received, context.body, { uploadId: record.id, file: 'archive' });
  if (received.problem !== null) {
    return {
      body: {
        success: false,
        upload_id: record.id,
        model_id: null,
        validation_status: 'failed',
        validation_errors: [received.problem],
        s3_archive_url: null,
        message: 'The archive is not valid. PUT another one to presigned_url, then confirm again.',
      },
    };
  }
  const id = services.id('mdl');
  const model = toOrgModel(record, { id, sha256: received.sha256, now: isoTime(services.clock.now()) });
  tx.put('orgModels', { id, model, enabled_namespaces: [], archive: received.archive });
  tx.delete('modelUploads', record.id);
  endPresignedUpload(tx, record.id);
  return {
    body: {
      success: true,
      upload_id: record.id,
      model_id: id,
      validation_status: 'passed',
      validation_errors: null,
      s3_archive_url: model['s3_archive_url'],
      message: 'Model registered.',
    },
  };
}

function toOrgModel(
  { upload, request }: ModelUploadRecord,
  { id, sha256, now }: { id: string; sha256: string; now: string },
): JsonObject {
  return {
    model_id: id,
    organization_id: ORGANIZATION_ID,
    name: upload['name'] ?? null,
    version: upload['version'] ?? null,
    description: request['description'] ?? null,
    s3_archive_url: `s3://mixpeek-models/${textOf(upload, 's3_key')}`,
    model_format: upload['model_format'] ?? null,
    model_hash: sha256,
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

function findUpload({ state, path, services }: RequestContext): ModelUploadRecord {
  const id = path['upload_id'] ?? '';
  const record = state.get('modelUploads', id);
  if (record === undefined) throw notFound('upload', id);
  refuseExpired(record, services.clock.now());
  return record;
}

function refuseTaken({ name, version }: JsonObject, { state }: RequestContext): void {
  const [taken] = state.ids('orgModels', ({ model }) => model['name'] === name && model['version'] === version);
  if (taken === undefined) return;
  throw conflict(
    'model_already_exists',
    `The organization has a model ${JSON.stringify(name)} of version ${JSON.stringify(version)} already (${taken}).`,
    { model_id: taken },
  );
}
