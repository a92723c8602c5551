/** What the sink answers to a path: the shape that each client's own service answers, in about 110 bytes where it is a small request. */
export interface Answer {
  readonly path: RegExp;
  readonly body: unknown;
}

const completion = {
  id: 'c-1',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'ok' } }],
};

export const ANSWERS: readonly Answer[] = [
  // mixpeek
  {
    path: /^\/v1\/retrievers\/[^/]+\/execute/,
    body: { documents: [{ document_id: 'doc-1', score: 0.75 }], pagination: { total: 1 }, execution_id: 'exec-000001' },
  },
  {
    path: /^\/v1\/namespaces\/[^/]+\/documents\/upsert/,
    body: { inserted: 1, document_ids: ['doc-1'], namespace_id: 'ns', write_token: 'wt-0123456789abcdef' },
  },
  {
    path: /^\/v1\/namespaces\/[^/]+\/models/,
    body: {
      success: true,
      model_id: 'm-1',
      deployment_status: 'deploying',
      endpoint: '/m',
      model_archive_url: 's3://m',
    },
  },
  // openai
  { path: /^\/v1\/chat\/completions/, body: completion },
  {
    path: /^\/v1\/files/,
    body: { id: 'file-1', object: 'file', bytes: 1, created_at: 1, filename: 'f', purpose: 'assistants' },
  },
  // anthropic
  {
    path: /^\/v1\/messages/,
    body: {
      id: 'm-1',
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: 'ok' }],
      stop_reason: 'end_turn',
    },
  },
  // turbopuffer: a query, then a write
  {
    path: /^\/v2\/namespaces\/[^/]+\/query/,
    body: { rows: [{ id: 1, $dist: 0.25 }], billing: { billable_logical_bytes_queried: 1 }, performance: {} },
  },
  {
    path: /^\/v2\/namespaces\/[^/]+/,
    body: { status: 'OK', message: 'ok', rows_affected: 1000, billing: { billable_logical_bytes_written: 1 } },
  },
  // qdrant
  {
    path: /^\/collections\/[^/]+\/points\/(query|search)/,
    body: { result: { points: [{ id: 1, version: 1, score: 0.75, payload: null }] }, status: 'ok', time: 0.0001 },
  },
  {
    path: /^\/collections\/[^/]+\/points/,
    body: { result: { operation_id: 1, status: 'completed' }, status: 'ok', time: 0.001 },
  },
  // pinecone
  { path: /^\/query/, body: { results: [], matches: [{ id: 'doc-1', score: 0.75, values: [] }], namespace: 'ns' } },
  { path: /^\/vectors\/upsert/, body: { upsertedCount: 1000 } },
  // stripe
  {
    path: /^\/v1\/customers/,
    body: { id: 'cus_1', object: 'customer', created: 1, email: 'a@example.com', livemode: false, metadata: {} },
  },
  // A request through a bare HTTP library.
  {
    path: /./,
    body: { documents: [{ document_id: 'doc-1', score: 0.75 }], pagination: { total: 1 }, execution_id: 'exec-000001' },
  },
];
