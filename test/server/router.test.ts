import { expect, test } from 'vitest';

import type { HttpMethod, Operation } from '../../src/operation.js';
import { createRouter } from '../../src/server/router.js';

const row = (id: string, http: HttpMethod, path: string): Operation => ({ id, http, path, retry: 'safe' });

const router = createRouter([
  row('retrievers.get', 'GET', '/v1/retrievers/{retriever_id}'),
  row('retrievers.stages', 'GET', '/v1/retrievers/stages'),
  row('retrievers.execute', 'POST', '/v1/retrievers/{retriever_id}/execute'),
  row('retrievers.executeAdhoc', 'POST', '/v1/retrievers/execute'),
  row('webhooks.create', 'POST', '/v1/webhooks/'),
]);

const find = (method: string, path: string) => {
  const match = router.match(method, path);
  return match.kind === 'found' ? [match.route.operation.id, match.route.path] : match;
};

test('a literal segment wins over a parameter', () => {
  expect(find('GET', '/v1/retrievers/stages')).toEqual(['retrievers.stages', {}]);
  expect(find('GET', '/v1/retrievers/ret_1')).toEqual(['retrievers.get', { retriever_id: 'ret_1' }]);
});

test('a literal that leads nowhere falls back to the parameter', () => {
  expect(find('POST', '/v1/retrievers/stages/execute')).toEqual(['retrievers.execute', { retriever_id: 'stages' }]);
});

test('parameters are percent-decoded, and one that cannot be matches nothing', () => {
  expect(find('GET', '/v1/retrievers/a%2Fb%20c')).toEqual(['retrievers.get', { retriever_id: 'a/b c' }]);
  expect(find('GET', '/v1/retrievers/%E0%A4%A')).toEqual({ kind: 'none' });
});

test('a trailing slash makes no difference', () => {
  expect(find('POST', '/v1/webhooks')).toEqual(['webhooks.create', {}]);
  expect(find('POST', '/v1/retrievers/execute/')).toEqual(['retrievers.executeAdhoc', {}]);
});

test('a known path with another method lists the allowed ones', () => {
  // As a literal it takes POST, as an id GET.
  expect(find('PUT', '/v1/retrievers/execute')).toEqual({ kind: 'method', allowed: ['GET', 'POST'] });
  expect(find('GET', '/v2')).toEqual({ kind: 'none' });
});
