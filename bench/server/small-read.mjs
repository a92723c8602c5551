// The small read that is measured: one namespace, by its id.
export const NAMESPACE = 'bench';

export const HEAD = `GET /v1/namespaces/${NAMESPACE} HTTP/1.1
Host: 127.0.0.1
Authorization: Bearer sk_bench
Accept: application/json`;

export const HEADERS = { authorization: 'Bearer sk_bench', accept: 'application/json' };

export const VECTORS = [{ name: 'text_768', dimension: 768, metric: 'cosine' }];

/** A server with the namespace in it. */
export async function serverWithNamespace(createServer, options = {}) {
  const server = createServer(options);
  const answer = await server.fetch('/v1/namespaces/standalone', {
    method: 'POST',
    headers: { ...HEADERS, 'content-type': 'application/json' },
    body: JSON.stringify({ namespace_id: NAMESPACE, vector_configs: VECTORS }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return server;
}
