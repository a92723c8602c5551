import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { textOf } from '../../json-object.js';
import { inspectPlugin } from '../../plugins/inspect.js';
import { NOT_DEPLOYED } from '../../plugins/plugin-record.js';
import { uriOf } from '../../plugins/view.js';
import {
  createPresignedUpload,
  endPresignedUpload,
  receivedUpload,
  refuseExpired,
  refuseOtherUpload,
} from '../../presigned.js';
import { notFound } from '../../problem.js';
import type { PluginUploadRecord } from '../../records.js';
import { ORGANIZATION_ID } from '../models/org-view.js';
import { startDeployment } from './deployment.js';
import { refuseTakenVersion, registerPlugin, s3KeyOf } from './register.js';
import { requireCustomPlugins } from './require-plugins.js';

const DEFAULT_SECONDS = 3600;

/** Gives an address that takes the archive of a plugin; `namespaceId` null: for the organization. */
export function createPluginUpload(context: RequestContext, namespaceId: string | null): ResolverResult {
  requireCustomPlugins(context);
  const { body, state, tx } = context;
  const identity = identityOf(body, namespaceId);
  refuseTakenVersion(state, identity);
  const { presigned_url_expiration: seconds, file_size_bytes: size } = body;
  const presigned = createPresignedUpload(context, {
    purpose: 'plugin',
    expiresInSeconds: typeof seconds === 'number' ? seconds : DEFAULT_SECONDS,
    sizeBytes: typeof size === 'number' ? size : null,
  });
  const s3Key = s3KeyOf(namespaceId ?? ORGANIZATION_ID, identity);
  tx.put('pluginUploads', {
    id: presigned.upload_id,
    namespace_id: namespaceId,
    request: body,
    s3_key: s3Key,
    expires_at: presigned.expires_at,
  });
  const owner = namespaceId === null ? { organization_id: ORGANIZATION_ID } : { namespace_id: namespaceId };
  const { name, version } = identity;
  return { body: { ...presigned, s3_key: s3Key, ...owner, name, version } };
}

/** Registers what was uploaded. An archive that cannot be read is told in the answer, and may be put again. */
export async function confirmPluginUpload(
  context: RequestContext,
  namespaceId: string | null,
): Promise<ResolverResult> {
  requireCustomPlugins(context);
  const { state, tx, services, body } = context;
  const upload = findUpload(context, namespaceId);
  const identity = identityOf(upload.request, namespaceId);
  refuseTakenVersion(state, identity);
  const received = receivedUpload(state, upload.id);
  refuseOtherUpload(received, body, { uploadId: upload.id, file: 'archive' });
  if (received.problem !== null) {
    return {
      body: {
        success: false,
        upload_id: upload.id,
        plugin_id: null,
        validation_status: 'failed',
        validation_errors: [received.problem],
        deployment_status: 'not_deployed',
        feature_uri: null,
        s3_archive_url: null,
        message: 'The archive cannot be read. PUT another one to presigned_url, then confirm again.',
      },
    };
  }
  const { archive, size, sha256 } = received;
  const inspection = await inspectPlugin(
    { open: () => services.files.open(archive), filename: `${upload.id}.tar.gz`, size },
    identity,
  );
  const record = registerPlugin(context, {
    ...identity,
    description: textOf(upload.request, 'description') || null,
    sha256,
    inspection,
    s3Key: upload.s3_key,
    archive,
    size,
  });
  tx.delete('pluginUploads', upload.id);
  endPresignedUpload(tx, upload.id);
  const isValid = inspection.errors.length === 0;
  const isDeployed = isValid && namespaceId !== null;
  if (isDeployed) startDeployment(context, record, NOT_DEPLOYED);
  return {
    body: {
      success: isValid,
      upload_id: upload.id,
      plugin_id: record.id,
      validation_status: isValid ? 'passed' : 'failed',
      validation_errors: isValid ? null : inspection.errors,
      deployment_status: isDeployed ? 'pending' : 'not_deployed',
      feature_uri: uriOf(record),
      s3_archive_url: record.plugin['s3_archive_url'],
      message: messageFor(isValid, namespaceId),
    },
  };
}

function messageFor(isValid: boolean, namespaceId: string | null): string {
  if (!isValid) return 'The plugin is not in order. Upload another archive under the same name and version.';
  return namespaceId === null
    ? 'Plugin registered. Enable it in a namespace to use it.'
    : 'Plugin registered; it is being deployed.';
}

const identityOf = (request: JsonObject, namespaceId: string | null) => ({
  namespaceId,
  name: textOf(request, 'name'),
  version: textOf(request, 'version'),
});

function findUpload({ state, path, services }: RequestContext, namespaceId: string | null): PluginUploadRecord {
  const id = path['upload_id'] ?? '';
  const record = state.get('pluginUploads', id);
  if (record === undefined || record.namespace_id !== namespaceId) throw notFound('upload', id);
  refuseExpired(record, services.clock.now());
  return record;
}
