import { join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;

/** What a consumer writes: twenty calls of all kinds. */
const CALLS = [
  `await mp.namespaces.create({ namespace_id: 'n', vector_configs: [{ name: 'v', dimension: 2, metric: 'cosine' }] });`,
  `await mp.namespaces.get('n');`,
  `await mp.namespaces.list({ limit: 5 });`,
  `await mp.namespaces.update({ payload_indexes: [{ field_name: 'body', type: 'text' }] });`,
  `await mp.namespaces.promote({ vector_mappings: [{ existing_index: 'v', inference_service: 's' }] });`,
  `await mp.namespaces.ensureIndexes();`,
  `await mp.namespaces.clone('n', { namespace_name: 'm' });`,
  `await (await mp.namespaces.delete('n')).wait();`,
  `await mp.namespaces.documents.upsert({ documents: [{ vectors: { v: new Float32Array(2) }, payload: { a: 1 } }] });`,
  `await mp.namespaces.documents.upsertMany([{ vectors: { v: [1, 2] } }]);`,
  `await mp.namespaces.models.upload({ file: './m.tar.gz', name: 'm', version: '1', model_format: 'onnx' });`,
  `await mp.documents.get('d');`,
  `for await (const document of mp.documents.list({ filters: { a: 1 } })) console.log(document.document_id);`,
  `await mp.documents.update('d', { a: 2 });`,
  `await mp.retrievers.create({ retriever_name: 'r', input_schema: {}, stages: [{ stage_name: 's', config: { stage_id: 'limit', parameters: { limit: 5 } } }] });`,
  `await mp.retrievers.execute('r', { inputs: { qv: [1, 2] } }).withResponse();`,
  `for await (const event of await mp.retrievers.execute('r', { stream: true })) console.log(event.event_type);`,
  `await mp.search({ queries: [{ vector_name: 'v', vector: [1, 2] }, { text: 'x' }], filters: { a: 1 } });`,
  `await mp.tasks.wait('t');`,
  `await mp.health.get();`,
];

/** Compiles a consumer's file against src/index.ts. */
function compile(lines: readonly string[]) {
  const path = join(root, 'test/types/consumer.ts');
  const text = [`import { Mixpeek } from '../../src/index.js';`, `const mp = new Mixpeek();`, ...lines].join('\n');
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.json'),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  );
  const options: ts.CompilerOptions = { ...config?.options, noEmit: true };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => name === path || fileExists(name);
  host.readFile = (name) => (name === path ? text : readFile(name));
  host.getSourceFile = (name, ...rest) =>
    name === path ? ts.createSourceFile(name, text, rest[0]) : getSourceFile(name, ...rest);
  const program = ts.createProgram([path], options, host);
  const file = program.getSourceFile(path);
  const messages = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
    ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'),
  );
  return {
    messages,
    instantiations: program.getInstantiationCount(),
    types: program.getTypeCount(),
    files: program.getSourceFiles().map(({ fileName }) => relative(root, fileName)),
  };
}

describe('what the types cost a consumer', () => {
  const base = compile([]);
  const whole = compile(CALLS);

  it('compiles twenty calls, and sees a mistake in one', () => {
    expect(CALLS).toHaveLength(20);
    expect(whole.messages).toEqual([]);
    expect(compile([`await mp.namespaces.get(5);`]).messages).toHaveLength(1);
  });

  it('is under 500 instantiations a call', () => {
    const each = (whole.instantiations - base.instantiations) / CALLS.length;
    console.log(`type instantiations: ${Math.round(each)} a call, ${whole.types} types in all`);
    expect(each).toBeGreaterThan(0);
    expect(each).toBeLessThan(500);
  });

  it('loads neither the `paths` type, nor descriptions, schemas or anything of server and command line', () => {
    const ours = whole.files.filter((file) => file.startsWith('src/'));
    expect(ours.length).toBeGreaterThan(20);
    expect(ours).toContain('src/generated/methods.ts');
    expect(
      ours.filter((file) => /^src\/(server|cli|transfer)\/|generated\/(paths|descriptions|json-schemas)/.test(file)),
    ).toEqual([]);
  });
});
