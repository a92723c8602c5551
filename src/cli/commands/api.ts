import { Option } from 'commander';
import { usageError } from '../cli-error.js';
import { confirm } from '../confirm.js';
import type { Context } from '../context.js';
import { parseRelaxed, readData } from '../input.js';
import { collect } from '../option-parsers.js';
import { printAnswer } from '../output/print.js';
import { printPreview } from '../request/preview.js';
import { toSdkCode } from '../request/sdk-code.js';
import { applySet } from '../set-path.js';
import type { CommandModule } from './module.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof METHODS)[number];

export const define: CommandModule['define'] = (command, act) => {
  command
    .description('Send any request with the key, retries and outputs of the other commands.')
    .argument('<method>', METHODS.join(', '))
    .argument('<path>', 'path, such as /v1/namespaces/list')
    .option('--data <data>', 'body: JSON, YAML, @file, or - for stdin')
    .addOption(
      new Option('--set <path=value>', 'one value in the body: a.b=1; can be repeated').argParser<string[]>(collect),
    )
    .addOption(
      new Option('--query-param <name=value>', 'one query parameter; can be repeated').argParser<string[]>(collect),
    )
    .addHelpText('after', '\nExample:\n  mixpeek api POST /v1/namespaces/list --query-param limit=5\n');
  act(command, async (context, [methodWord, path]) => {
    const method = METHODS.find((known) => known === String(methodWord).toUpperCase());
    if (method === undefined) throw usageError(`"${String(methodWord)}" is no method; use ${METHODS.join(', ')}.`);
    refuseQuery(String(path));
    await sendRequest(context, { method, path: String(path) });
  });
};

/** The client refuses it, too, but with a hint that is about code. */
function refuseQuery(path: string): void {
  const at = path.indexOf('?');
  if (at === -1) return;
  const flags = path
    .slice(at + 1)
    .split('&')
    .map((parameter) => `--query-param ${parameter}`);
  throw usageError('The path of a request has no query.', `Give each parameter with --query-param: ${flags.join(' ')}`);
}

async function sendRequest(context: Context, { method, path }: { method: Method; path: string }): Promise<void> {
  const { data, set = [], queryParam = [] } = context.flags as { data?: string; set?: string[]; queryParam?: string[] };
  let body: unknown = data === undefined ? undefined : await readData(context.input, data, '--data');
  for (const assignment of set) body = applySet(body, assignment);
  const query = toQuery(queryParam);
  const params = { ...(query === undefined ? {} : { query }), ...(body === undefined ? {} : { body }) };
  const scope = context.namespace === undefined ? {} : { namespace: context.namespace };
  if (context.flags.dryRun || context.flags.as) {
    return printPreview(context, {
      send: (client) => client.request(method, path, params, scope),
      bodyKind: 'json',
      toCode: async () =>
        toSdkCode(context, { method: 'request', args: [method, path, params, scope], isWithoutNamespace: true }),
    });
  }
  if (method === 'DELETE') await confirm(context, `Delete ${path}?`);
  const client = await context.client();
  await printAnswer(context, await client.request(method, path, params, { ...scope, signal: context.signal }));
}

function toQuery(assignments: readonly string[]): Record<string, unknown> | undefined {
  if (assignments.length === 0) return undefined;
  const query: Record<string, unknown> = {};
  for (const text of assignments) {
    const at = text.indexOf('=');
    if (at <= 0) throw usageError(`--query-param "${text}" has no form name=value.`);
    const name = text.slice(0, at);
    const value = parseRelaxed(text.slice(at + 1));
    const before = query[name];
    query[name] = before === undefined ? value : [...(Array.isArray(before) ? (before as unknown[]) : [before]), value];
  }
  return query;
}
