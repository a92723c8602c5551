import { readAll } from '../../bytes.js';
import type { RequestContext } from '../../context.js';
import { parseManifest, type Manifest } from '../../manifest/parse.js';
import { badRequest, unprocessable } from '../../problem.js';

/** The largest manifest: 1 MiB. */
const MAX_BYTES = 1024 ** 2;

/** The manifest of the part `manifest_file`. */
export async function readManifestFile({ files }: RequestContext): Promise<Manifest> {
  const file = files['manifest_file'];
  if (file === undefined) {
    const message = 'is required: send the manifest as a file part named "manifest_file"';
    throw unprocessable([{ type: 'required', location: ['body', 'manifest_file'], message }]);
  }
  if (file.size > MAX_BYTES) {
    const message = `"${file.filename}" has ${file.size} bytes; manifests have up to ${MAX_BYTES} bytes.`;
    throw badRequest('manifest_too_large', message, { limit: MAX_BYTES, size: file.size });
  }
  return parseManifest(new TextDecoder().decode(await readAll(file.open(), MAX_BYTES)));
}
