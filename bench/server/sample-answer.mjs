import { HEADERS, NAMESPACE, serverWithNamespace } from './small-read.mjs';

/** The answer that the bare contestants give, so that all of them send the same bytes. */
export async function sampleAnswer(createServer) {
  const server = await serverWithNamespace(createServer);
  const answer = await server.fetch(`/v1/namespaces/${NAMESPACE}`, { headers: HEADERS });
  const body = await answer.text();
  await server.close();
  return JSON.stringify({ body });
}
