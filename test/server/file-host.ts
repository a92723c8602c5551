import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface HostedFile {
  readonly type: string;
  readonly body: string;
}

/** A host on this machine that gives files, and 404 for all others. Closed when the test ends. */
export async function startFileHost(files: Record<string, HostedFile>) {
  let requests = 0;
  const seen: Record<string, string | string[] | undefined>[] = [];
  const server = createServer((request, response) => {
    requests += 1;
    seen.push(request.headers);
    const file = files[request.url ?? ''];
    response.writeHead(file === undefined ? 404 : 200, { 'content-type': file?.type ?? 'text/plain' });
    response.end(file?.body ?? 'not here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests: () => requests, seen };
}
