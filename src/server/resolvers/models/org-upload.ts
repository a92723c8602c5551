import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { textOf } from '../../json-object.js';
import { badRequest, conflict, notFound } from '../../problem.js';
import type { ModelUploadRecord, ReceivedArchive } from '../../records.js';
import { UPLOADS_PREFIX } from '../../upload-address.js';
import { requireCustomModels } from './deployment.js';
import { ORGANIZATION_ID } from './org-view.js';

const DEFAULT_SECONDS = 3600;

/** Gives an address on this server that takes the archive until it expires. */
export function createUpload(context: RequestContext): ResolverResult {
  requireCustomModels(context);
  const { body, services, tx, origin } = context;
  refuseTaken(body, context);
  const id = services.id('upl');
  const { presigned_url_expiration: seconds } = body;
  const expires = services.clock.now() + (typeof seconds === 'number' ? seconds : DEFAULT_SECONDS) * 1000;
  const upload: JsonObject = {
    upload_id: id,
    presigned_url: `${origin}${UPLOADS_PREFIX}${id}`,
    s3_key: `models/${ORGANIZATION_ID}/${textOf(body, 'name')}-${textOf(body, 'version')}.tar.gz`,
    expires_at: isoTime(expires),
    organization_id: ORGANIZATION_ID,
    name: body['name'] ?? null,
    version: body['version'] ?? null,
    model_format: body['model_format'] ?? null,
  };
  tx.put('modelUploads', { id, upload, request: body, expires_at: isoTime(expires), received: null, archive: null });
  tx.schedule('orgModels.expireUpload', expires, { upload_id: id });
  return { body: upload };
}

/** Registers what was uploaded. An archive that is none is told in the answer, and may be uploaded again. */
export function confirmUpload(context: RequestContext): ResolverResult {
  requireCustomModels(context);
  const { tx, services } = context;
  const record = findUpload(context);
  refuseTaken(record.upload, context);
  const received = readReceived(record, context.body);
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
  tx.put('orgModels', { id, model, enabled_namespaces: [], archive: record.archive });
  tx.delete('modelUploads', record.id);
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

/** What came, if it is what the caller says was sent. */
function readReceived(
  { id, received }: ModelUploadRecord,
  { etag, file_size_bytes: size }: JsonObject,
): ReceivedArchive {
  if (received === null) {
    throw badRequest(
      'upload_not_received',
      `Nothing was uploaded for ${id} yet. PUT the archive to presigned_url first.`,
    );
  }
  if (typeof size === 'number' && size !== received.size) {
    const message = `file_size_bytes is ${size}, and ${received.size} bytes came. Upload the archive again.`;
    throw badRequest('upload_size_mismatch', message, { expected: size, got: received.size });
  }
  if (typeof etag === 'string' && etag.replaceAll('"', '') !== received.sha256) {
    const message = `The etag ${etag} is not that of what came, "${received.sha256}". Upload the archive again.`;
    throw badRequest('upload_etag_mismatch', message, { expected: etag, got: received.sha256 });
  }
  return received;
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
  if (Date.parse(record.expires_at) <= services.clock.now()) {
    throw badRequest('upload_expired', `Upload ${id} expired at ${record.expires_at}. Create a new one.`, {
      expires_at: record.expires_at,
    });
  }
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
