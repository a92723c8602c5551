import type { JsonObject, JsonValue } from '../../../internal/json.js';
import type { ReceivedFile, RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { filledTextOrNull, textOf } from '../../json-object.js';
import { badRequest, conflict, unprocessable } from '../../problem.js';
import { checkArchive } from './check-archive.js';
import { endpointOf, requireCustomModels, scheduleDeployment } from './deployment.js';

const GIBIBYTE = 1024 ** 3;

/** Reads the whole archive, so it happens before other writers have to wait. */
export async function checkUpload(context: RequestContext): Promise<void> {
  requireCustomModels(context);
  const file = readFile(context);
  refuseTakenVersion(context, nameOf(context));
  await checkArchive(file);
}

/** Registers an archive that was checked and streamed to its place already, and starts to deploy it. */
export async function uploadModel(context: RequestContext): Promise<ResolverResult> {
  const { namespace, body, services, tx } = context;
  const file = readFile(context);
  const { name, version } = nameOf(context);
  // Asked again: the same upload may have come twice at once.
  refuseTakenVersion(context, { name, version });

  const id = services.id('mdl');
  const now = isoTime(services.clock.now());
  const model: JsonObject = {
    model_id: id,
    namespace_id: namespace.id,
    name,
    version,
    model_archive_url: `s3://mixpeek-models/${namespace.id}/${id}.tar.gz`,
    model_format: textOf(body, 'model_format'),
    model_hash: file.sha256,
    deployed: false,
    deployment_info: null,
    framework: filledTextOrNull(body['framework']),
    task_type: filledTextOrNull(body['task_type']),
    input_schema: null,
    output_schema: null,
    resource_requirements: {
      num_cpus: numberOr(body['num_cpus'], 1),
      num_gpus: numberOr(body['num_gpus'], 0),
      memory: Math.round(numberOr(body['memory_gb'], 4) * GIBIBYTE),
    },
    created_at: now,
    updated_at: now,
  };
  const archive = await file.keep(`${id}.tar.gz`);
  tx.put('models', { id, namespace_id: namespace.id, model, archive, created_at: now });
  scheduleDeployment(id, context);
  return {
    body: {
      success: true,
      model_id: id,
      deployment_status: 'pending',
      endpoint: endpointOf(model),
      model_archive_url: model['model_archive_url'],
    },
  };
}

function nameOf({ body }: RequestContext): { name: string; version: string } {
  return { name: textOf(body, 'name'), version: textOf(body, 'version') };
}

function readFile({ files, services }: RequestContext): ReceivedFile {
  const file = files['file'];
  if (file === undefined) {
    const message = 'is required: send the archive as a file part named "file"';
    throw unprocessable([{ type: 'required', location: ['body', 'file'], message }]);
  }
  const limit = services.settings.maxArchiveBytes;
  if (file.size > limit) {
    const message = `"${file.filename}" has ${file.size} bytes; this server takes archives of up to ${limit} bytes.`;
    throw badRequest('archive_too_large', message, { limit, size: file.size });
  }
  return file;
}

function refuseTakenVersion(
  { state, namespace }: RequestContext,
  { name, version }: { name: string; version: string },
): void {
  const taken = state
    .list('models')
    .find(
      ({ namespace_id: id, model }) => id === namespace.id && model['name'] === name && model['version'] === version,
    );
  if (taken === undefined) return;
  throw conflict(
    'model_already_exists',
    `Model "${name}" has a version "${version}" already (${taken.id}). Choose another version, or delete that model.`,
    { model_id: taken.id, name, version },
  );
}

const numberOr = (value: JsonValue | undefined, fallback: number): number =>
  typeof value === 'number' ? value : fallback;
