import type { RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { isoTime } from '../../iso-time.js';
import { textOf } from '../../json-object.js';
import { createPresignedUpload, endPresignedUpload, receivedUpload, refuseExpired } from '../../presigned.js';
import { badRequest, notFound } from '../../problem.js';
import type { AppRecord } from '../../records.js';
import { parameterProblem } from '../../retriever/parameter-problem.js';
import { unprocessable } from '../../problem.js';
import { describePattern, SLUG_PATTERN } from '../../validation/pattern-words.js';

const UPLOAD_SECONDS = 3600;
const SHORTEST_ID = 3;
const LONGEST_ID = 60;

/** Gives an address for a bundle. The first one for a name makes the app. */
export function createAppUpload(context: RequestContext): ResolverResult {
  const { body, path, services, state, tx } = context;
  const id = path['app_id'] ?? '';
  const known = state.get('apps', id);
  if (known === undefined) refuseBadId(id);
  const filename = textOf(body, 'filename');
  refuseOtherEnding(filename);
  const contentType = textOf(body, 'content_type');
  const upload = createPresignedUpload(context, { purpose: 'app', expiresInSeconds: UPLOAD_SECONDS, contentType });
  const now = isoTime(services.clock.now());
  const app: AppRecord = known ?? { id, uploads: {}, version_count: 0, live: {}, created_at: now, updated_at: now };
  tx.put('apps', { ...app, uploads: { ...app.uploads, [upload.upload_id]: filename }, updated_at: now });
  if (known === undefined) tell(context, 'app.created', id, {});
  return { body: { app_id: id, ...upload } };
}

/** Makes an upload the next version, and puts it into an environment. */
export function deployApp(context: RequestContext): ResolverResult {
  const { body, services, state, tx } = context;
  const app = findApp(context);
  const uploadId = textOf(body, 'upload_id');
  const filename = app.uploads[uploadId];
  const upload = filename === undefined ? undefined : state.get('presignedUploads', uploadId);
  if (filename === undefined || upload === undefined) throw notFound('upload', uploadId);
  const received = receivedUpload(state, uploadId);
  const now = services.clock.now();
  if (received === undefined) {
    refuseExpired(upload, now);
    const message = `Nothing was uploaded for ${uploadId} yet. PUT the bundle to its presigned_url first.`;
    throw badRequest('upload_not_received', message, { upload_id: uploadId });
  }
  if (received.problem !== null) throw badRequest('invalid_bundle', received.problem, { upload_id: uploadId });
  endPresignedUpload(tx, uploadId);
  const version = app.version_count + 1;
  tx.put('appVersions', {
    id: `${app.id}/${version}`,
    app_id: app.id,
    version,
    filename,
    size: received.size,
    sha256: received.sha256,
    archive: received.archive,
    created_at: isoTime(now),
  });
  const { [uploadId]: _deployed, ...uploads } = app.uploads;
  return putLive(context, { ...app, uploads, version_count: version }, version);
}

/** Puts an earlier version into an environment again. */
export function restoreVersion(context: RequestContext): ResolverResult {
  const app = findApp(context);
  const version = Number(context.path['version']);
  const id = `${app.id}/${version}`;
  if (context.state.get('appVersions', id) === undefined) throw notFound('app_version', id);
  return putLive(context, app, version);
}

function putLive(context: RequestContext, app: AppRecord, version: number): ResolverResult {
  const { body, services, tx } = context;
  const environment = body['environment'] === 'production' ? 'production' : 'staging';
  const updatedAt = isoTime(services.clock.now());
  tx.put('apps', { ...app, live: { ...app.live, [environment]: version }, updated_at: updatedAt });
  const deployment = {
    app_id: app.id,
    version,
    deploy_id: services.id('dep'),
    environment,
    asset_prefix: `apps/${app.id}/${version}`,
  };
  tell(context, 'app.deployed', app.id, { version, environment });
  return { body: deployment };
}

function findApp({ state, path }: RequestContext): AppRecord {
  const id = path['app_id'] ?? '';
  const app = state.get('apps', id);
  if (app === undefined) throw notFound('app', id);
  return app;
}

function refuseBadId(id: string): void {
  const isLong = id.length >= SHORTEST_ID && id.length <= LONGEST_ID;
  if (isLong && new RegExp(SLUG_PATTERN).test(id)) return;
  const rule = isLong
    ? (describePattern(SLUG_PATTERN, id) ?? '')
    : `must have ${SHORTEST_ID} to ${LONGEST_ID} characters; it has ${id.length}`;
  throw unprocessable([{ type: 'string_pattern_mismatch', location: ['path', 'app_id'], message: rule }]);
}

function refuseOtherEnding(filename: string): void {
  if (/\.(zip|tar\.gz|tgz)$/i.test(filename)) return;
  const message = `must end in .zip, .tar.gz or .tgz; it is "${filename}"`;
  throw parameterProblem([{ type: 'file_type', location: ['filename'], message }]);
}

function tell(
  context: RequestContext,
  type: string,
  id: string,
  metadata: { version?: number; environment?: string },
): void {
  publishEvent(context, { type, namespaceId: null, subject: { type: 'app', id }, metadata });
}
