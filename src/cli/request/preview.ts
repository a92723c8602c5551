import { unwrapCommonJs } from '../../internal/common-js.js';
import type { Context } from '../context.js';
import { LOCAL_BASE_URL, SERVED_LOCALLY } from '../local.js';
import type { BodyPreview } from './body-preview.js';
import { createCapture } from './capture.js';
import type { CapturedRequest } from './capture.js';
import type { Mixpeek } from '../../client.js';

export interface Preview {
  /** Makes the call whose request is to be shown. */
  readonly send: (client: Mixpeek) => PromiseLike<unknown>;
  readonly bodyKind: 'json' | 'multipart' | 'ndjson' | 'binary' | undefined;
  /** The body, where it is not JSON. */
  readonly body?: BodyPreview;
  /** The call as code, for `--as ts`. */
  readonly toCode: () => Promise<string>;
}

/** Prints the request, as data or in another language. Sends nothing. */
export async function printPreview(context: Context, preview: Preview): Promise<void> {
  const { flags, io, settings } = context;
  if (flags.as && settings.isLocal) context.note('The server must run for this: mixpeek serve --data .mixpeek');
  if (flags.as === 'ts') {
    await capture(context, preview);
    await io.write(await preview.toCode());
    return;
  }
  const request = await capture(context, preview);
  const body: BodyPreview =
    preview.body ?? (request.body === undefined ? { kind: 'none' } : { kind: 'text', text: request.body });
  if (flags.as === 'curl') {
    const { toCurl } = await import('./curl.js');
    await io.write(toCurl({ ...request, url: request.url.replace(LOCAL_BASE_URL, SERVED_LOCALLY) }, body));
    return;
  }
  const { method, url, headers } = request;
  const shown = { method, url, headers, ...toData(body) };
  if (context.output === 'yaml') await io.write(unwrapCommonJs(await import('yaml')).stringify(shown));
  else await io.write(`${JSON.stringify(shown, undefined, 2)}\n`);
}

/** Runs the call up to the point of sending, so that everything is checked which the client checks. */
async function capture(context: Context, { send, bodyKind }: Preview): Promise<CapturedRequest> {
  const recorder = createCapture({ readBody: bodyKind === 'json' });
  const client = await context.previewClient(recorder.fetch);
  try {
    await send(client);
  } catch (error) {
    if (recorder.request() === undefined) throw error;
  } finally {
    await client.close();
  }
  const request = recorder.request();
  if (request === undefined) throw new Error('The call made no request.');
  return request;
}

function toData(body: BodyPreview): { body?: unknown } {
  switch (body.kind) {
    case 'none':
      return {};
    case 'text':
      return { body: JSON.parse(body.text) as unknown };
    case 'file':
      return { body: { file: body.path } };
    case 'parts':
      return { body: { parts: body.parts } };
  }
}
