import type { Incoming, Outgoing } from './exchange.js';
import type { Files } from './files.js';
import { textOf } from './json-object.js';
import { forbidden, notFound, Problem } from './problem.js';
import type { State } from './state.js';
import { FILES_PREFIX } from './upload-address.js';

/** Gives stored files to whoever has a signed address, without a key. */
export function createDownloads(parts: { state: State; files: Files }): (incoming: Incoming) => Promise<Outgoing> {
  return async ({ method, target }) => {
    if (method !== 'GET' && method !== 'HEAD') {
      const message = `${target.pathname} does not take ${method}; it takes GET.`;
      throw new Problem({ status: 405, message, headers: { Allow: 'GET, HEAD' } });
    }
    const id = target.pathname.slice(FILES_PREFIX.length);
    if (!parts.files.admits(id, new URLSearchParams(target.search))) {
      throw forbidden('The address is expired or was not made here. Ask for a new one.', { code: 'address_expired' });
    }
    const file = parts.state.get('storedFiles', id) ?? pluginArchive(parts.state, id);
    if (file === undefined) throw notFound('file', id);
    const headers = {
      'Content-Type': file.content_type,
      'Content-Length': String(file.size),
      ETag: `"${file.sha256}"`,
    };
    return { status: 200, headers, body: method === 'HEAD' ? undefined : parts.files.open(file.archive) };
  };
}

/** The archive of a plugin, as a file that has the plugin's id. */
function pluginArchive(state: State, id: string) {
  const record = state.get('plugins', id);
  if (record === undefined) return undefined;
  const { archive, size, plugin } = record;
  return { archive, size, sha256: textOf(plugin, 'code_hash'), content_type: 'application/gzip' };
}
