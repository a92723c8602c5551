import type { ReceivedFile, RequestContext, ResolverResult } from '../../context.js';
import { textOf } from '../../json-object.js';
import { inspectPlugin, type Inspection } from '../../plugins/inspect.js';
import { NOT_DEPLOYED } from '../../plugins/plugin-record.js';
import { uriOf } from '../../plugins/view.js';
import { badRequest, unprocessable } from '../../problem.js';
import { checkArchive } from '../models/check-archive.js';
import { startDeployment } from './deployment.js';
import { checkIdentity, refuseTakenVersion, registerPlugin, s3KeyOf } from './register.js';
import { requireCustomPlugins } from './require-plugins.js';

/** The largest archive of a plugin: 100 MiB. */
export const MAX_PLUGIN_BYTES = 100 * 1024 ** 2;

/** Reads the archive to its end before other writers have to wait. */
export async function checkPluginUpload(context: RequestContext): Promise<void> {
  requireCustomPlugins(context);
  checkIdentity(context.body);
  refuseTakenVersion(context.state, identityOf(context));
  await checkArchive(fileOf(context));
}

/** Registers a plugin that came with the request, and starts to deploy it when it is in order. */
export async function uploadPlugin(context: RequestContext): Promise<ResolverResult> {
  const { body, namespace } = context;
  const identity = identityOf(context);
  // Asked again: the same upload may have come twice at once.
  refuseTakenVersion(context.state, identity);
  const file = fileOf(context);
  const inspection = await inspect(context);
  const archive = await file.keep(`${namespace.id}-${identity.name}-${file.sha256.slice(0, 12)}.tar.gz`);
  const record = registerPlugin(context, {
    ...identity,
    description: textOf(body, 'description') || null,
    sha256: file.sha256,
    inspection,
    s3Key: s3KeyOf(namespace.id, identity),
    archive,
    size: file.size,
  });
  const isValid = inspection.errors.length === 0;
  if (isValid) startDeployment(context, record, NOT_DEPLOYED);
  return {
    body: {
      success: isValid,
      plugin_id: record.id,
      validation_status: isValid ? 'passed' : 'failed',
      validation_errors: isValid ? null : inspection.errors,
      deployment_status: isValid ? 'pending' : 'not_deployed',
      feature_uri: uriOf(record),
      s3_archive_url: record.plugin['s3_archive_url'],
    },
  };
}

const identityOf = ({ body, namespace }: RequestContext) => ({
  namespaceId: namespace.id,
  name: textOf(body, 'name'),
  version: textOf(body, 'version'),
});

const inspect = (context: RequestContext): Promise<Inspection> =>
  inspectPlugin(fileOf(context), { name: textOf(context.body, 'name') });

function fileOf({ files }: RequestContext): ReceivedFile {
  const file = files['file'];
  if (file === undefined) {
    const message = 'is required: send the archive as a file part named "file"';
    throw unprocessable([{ type: 'required', location: ['body', 'file'], message }]);
  }
  if (file.size > MAX_PLUGIN_BYTES) {
    const message = `"${file.filename}" has ${file.size} bytes; plugins have up to ${MAX_PLUGIN_BYTES} bytes.`;
    throw badRequest('archive_too_large', message, { limit: MAX_PLUGIN_BYTES, size: file.size });
  }
  return file;
}
