import type { Context } from '../context.js';
import { SERVED_LOCALLY } from '../local.js';

export interface SdkCall {
  /** `namespaces.documents.upsert`. */
  readonly method: string;
  readonly args: readonly unknown[];
  /** The call does not take the client's namespace. */
  readonly isWithoutNamespace?: boolean;
  /** Every item, in place of the answer. */
  readonly isIterated?: boolean;
  /** File whose bytes are the last argument; `-` is stdin. */
  readonly file?: string | undefined;
}

/** The call as a program for this package's client. The key comes from the environment. */
export function toSdkCode({ settings, namespace }: Context, call: SdkCall): string {
  const { method, args, isWithoutNamespace = false, isIterated = false, file } = call;
  const { value: baseUrl, origin } = settings.values.base_url;
  const options = {
    ...(origin === 'default' ? {} : { baseUrl: settings.isLocal ? SERVED_LOCALLY : baseUrl }),
    ...(namespace === undefined || isWithoutNamespace ? {} : { namespace }),
  };
  const given = Object.keys(options).length === 0 ? '' : toLiteral(options);
  const stream = file === undefined ? [] : [file === '-' ? 'process.stdin' : `createReadStream(${quote(file)})`];
  const expression = `mp.${method}(${[...args.map((arg) => toLiteral(arg)), ...stream].join(', ')})`;
  const use = isIterated
    ? [`for await (const item of ${expression}) console.log(item);`]
    : [`const answer = await ${expression};`, 'console.log(answer);'];
  const imports = file === undefined || file === '-' ? [] : [`import { createReadStream } from 'node:fs';`];
  return [...imports, `import { Mixpeek } from 'mixpeek';`, '', `const mp = new Mixpeek(${given});`, ...use, ''].join(
    '\n',
  );
}

/** A JSON value as a TypeScript literal; short ones on one line. */
function toLiteral(value: unknown, indent = ''): string {
  if (typeof value === 'string') return quote(value);
  if (value === undefined) return 'undefined';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const entries = isList
    ? (value as unknown[]).map((item) => toLiteral(item, inner))
    : Object.entries(value).map(
        ([key, item]) => `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key)}: ${toLiteral(item, inner)}`,
      );
  const [open, close] = isList ? ['[', ']'] : ['{ ', ' }'];
  if (entries.length === 0) return isList ? '[]' : '{}';
  const line = `${open}${entries.join(', ')}${close}`;
  const isNumbers = isList && (value as unknown[]).every((item) => typeof item === 'number');
  if (isNumbers || (!line.includes('\n') && indent.length + line.length <= 100)) return line;
  return `${open.trim()}\n${entries.map((entry) => `${inner}${entry},\n`).join('')}${indent}${close.trim()}`;
}

const quote = (text: string): string =>
  `'${JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", String.raw`\'`)}'`;
