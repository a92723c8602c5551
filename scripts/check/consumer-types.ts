import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';

/** What a consumer writes; every entry and the parts of the types that need most of the platform. */
const PROGRAM = `import { isApiError, Mixpeek } from 'mixpeek';
import type { Page, types } from 'mixpeek';
import { createRawClient } from 'mixpeek/raw';
import { createServer } from 'mixpeek/server';

declare const perhaps: { key: string | undefined; signal: AbortSignal | undefined };
export const mp = new Mixpeek({ apiKey: perhaps.key, fetch: createServer().fetch });
const document: types.UpsertDocument = { vectors: { v: new Float32Array(2) } };
await mp.namespaces.documents.upsert({ documents: [document] }, { signal: perhaps.signal });
export const page: Page<types.ListNamespacesResponse, types.Namespace> = await mp.namespaces.list();
for await (const { namespace_id } of mp.namespaces.list()) namespace_id satisfies string;
await mp.namespaces.get('n').catch((error: unknown) => (isApiError(error) ? error.status : undefined));
export const task = await createRawClient().GET('/v1/tasks/{task_id}', { params: { path: { task_id: 't' } } });
`;

const bundler = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
const node = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };

/** Platforms and settings that the published types must compile under, their own files included. */
const CONSUMERS: Readonly<Record<string, ts.CompilerOptions>> = {
  'a web page': { ...bundler, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'], types: [] },
  'a worker, exact optional properties': {
    ...bundler,
    lib: ['lib.es2022.d.ts', 'lib.webworker.d.ts'],
    types: [],
    exactOptionalPropertyTypes: true,
  },
  'Node, exact optional properties': {
    ...node,
    lib: ['lib.es2022.d.ts'],
    types: ['node'],
    exactOptionalPropertyTypes: true,
  },
  'Node with a bundler': { ...bundler, lib: ['lib.es2022.d.ts'], types: ['node'] },
};

/**
 * Compiles a consumer in `project`, where the package is installed, on every platform, without `skipLibCheck`.
 * @throws Error with the compiler's messages.
 */
export async function checkConsumerTypes(project: string, root: string): Promise<void> {
  await mkdir(join(project, 'node_modules', '@types'), { recursive: true });
  await symlink(join(root, 'node_modules/@types/node'), join(project, 'node_modules/@types/node'));
  const file = join(project, 'consumer.mts');
  await writeFile(file, PROGRAM);
  for (const [name, options] of Object.entries(CONSUMERS)) {
    const program = ts.createProgram(
      [file],
      {
        ...options,
        target: ts.ScriptTarget.ES2022,
        strict: true,
        noEmit: true,
        skipLibCheck: false,
        typeRoots: [join(project, 'node_modules/@types')],
      },
      { ...ts.createCompilerHost({}), getCurrentDirectory: () => project },
    );
    const problems = ts
      .getPreEmitDiagnostics(program)
      .map(
        ({ file: source, messageText }) =>
          `${source?.fileName.replace(`${project}/`, '') ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
      );
    if (problems.length > 0) throw new Error(`The types do not compile for ${name}:\n${problems.join('\n')}`);
  }
}
