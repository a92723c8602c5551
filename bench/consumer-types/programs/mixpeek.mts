import { Mixpeek } from 'mixpeek';

const mp = new Mixpeek({ apiKey: 'sk_test', namespace: 'ns' });
const vector = new Float32Array(8);

export const created = await mp.namespaces.create({
  namespace_id: 'ns',
  mode: 'standalone',
  vector_configs: [{ name: 'v', dimension: 8, metric: 'cosine' }],
});
export const namespace = await mp.namespaces.get('ns');
export const ids: string[] = [];
for await (const { namespace_id } of mp.namespaces.list()) ids.push(namespace_id);
export const written = await mp.namespaces.documents.upsert({
  documents: [{ document_id: 'doc-1', vectors: { v: vector }, payload: { title: 'one' } }],
});
export const found = await mp.search({ queries: [{ vector_name: 'v', vector, top_k: 5 }] });
export const document = await mp.documents.get('doc-1', { return_vectors: true });
export const page = await mp.documents.list({ limit: 10 });
export const updated = await mp.documents.update('doc-1', { title: 'two' });
export const index = await mp.namespaces.payloadIndexes.create({ field_name: 'title', field_type: 'keyword' });
export const extractors = await mp.namespaces.extractors.list();
export const uploaded = await mp.namespaces.models.upload({
  file: './model.tar.gz',
  name: 'm',
  version: '1',
  model_format: 'onnx',
});
export const deployed = await mp.namespaces.models.deploy(uploaded.model_id);
export const models = await mp.models.list();
export const inferred = await mp.inference.execute({ inputs: { text: 'hello' }, model: 'm' });
export const retriever = await mp.retrievers.get('ret_1');
export const answer = await mp.retrievers.execute('ret_1', { inputs: { query: 'shoes' } });
export const executions = await mp.retrievers.executions.list('ret_1');
export const stages = await mp.retrievers.stages.list();
export const task = await mp.tasks.get('task_1');
export const health = await mp.health.get();
