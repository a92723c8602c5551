import { resolve } from 'node:path';
import type { PagePromise, RequestOptions } from '../call.js';
import type { Mixpeek } from '../client.js';
import type { Operation } from '../operation.js';
import type { AgentStreamEvent } from '../index.js';
import { confirm } from './confirm.js';
import type { Context } from './context.js';
import { getField, withField } from './field-path.js';
import { printAnswer, printItems } from './output/print.js';
import type { PrintHints } from './output/print.js';
import { outputOf } from './settings.js';
import { createProgressBar } from './progress-bar.js';
import { readOperationInput } from './request/arguments.js';
import type { OperationInput, OperationShape } from './request/arguments.js';
import { waitForEnd } from './wait-for-end.js';
import { toPartPreviews } from './request/body-preview.js';
import type { BodyPreview } from './request/body-preview.js';
import { printPreview } from './request/preview.js';

/** Runs an operation with the words and flags of its command, or previews it. */
export async function runOperation(context: Context, shape: OperationShape, words: readonly unknown[]): Promise<void> {
  const { row } = shape;
  const input = withPageParams(context, shape, await readOperationInput(context, shape, words));
  if (context.flags.dryRun || context.flags.as) return preview(context, shape, input);
  if (row.http === 'DELETE')
    await confirm(
      context,
      `Delete ${[input.namespace ?? (row.namespace?.arg ? context.namespace : undefined), ...input.path].filter(Boolean).join(' ')}?`,
    );
  const client = await context.client();
  const bar = shape.files.length > 0 ? createProgressBar(context, String(words[0])) : undefined;
  const options: RequestOptions = { signal: context.signal, ...(bar ? { onProgress: bar.update } : {}) };
  try {
    await callAndPrint(context, {
      shape,
      params: input.params,
      call: () => client.call(row.id, ...toArgs(shape, withFullPaths(context, shape, input)), options),
    });
  } finally {
    bar?.end();
  }
}

interface Running {
  shape: OperationShape;
  params: unknown;
  call: () => ReturnType<Mixpeek['call']>;
}

async function callAndPrint(context: Context, { shape, params, call }: Running): Promise<void> {
  const { row } = shape;
  const hints: PrintHints = {
    resource: row.id.replace(/\.[^.]+$/, ''),
    items: (body) => findItems(row, body),
    text: row.response === 'text',
  };
  const { all, limit } = context.flags as { all?: boolean; limit?: number };
  if (row.page !== undefined && (all || limit !== undefined)) {
    return printItems(context, take(call() as PagePromise<unknown, unknown>, limit), hints);
  }
  const started = await call();
  const answer = context.flags['wait'] === true ? await waitForEnd(context, row.id, started) : started;
  if (row.stream !== undefined && getField(params, row.stream) === true)
    return printEvents(context, { row, events: answer as AsyncIterable<unknown>, hints });
  await printAnswer(context, answer, hints);
  const warning = SHOWN_ONCE[row.id];
  if (warning !== undefined) context.note(warning);
  const next = (answer as { nextPosition?: string | number } | undefined)?.nextPosition;
  if (row.page !== undefined && next !== undefined && context.output === 'table')
    context.note(`More: --cursor ${next}, or --all`);
}

const KEEP_KEY = 'Keep the key now: it is not shown again.';

/** What a person has to know of an answer that no other request repeats. */
const SHOWN_ONCE: Readonly<Record<string, string>> = {
  'organizations.users.apiKeys.create': KEEP_KEY,
  'organizations.users.apiKeys.rotate': KEEP_KEY,
};

interface PrintedEvents {
  row: Operation;
  events: AsyncIterable<unknown>;
  hints: PrintHints;
}

/** Named events are text on a terminal, and lines of JSON for another program that reads them as they come. */
async function printEvents(context: Context, { row, events, hints }: PrintedEvents): Promise<void> {
  if (row.namedEvents !== true) return printItems(context, events, hints);
  if (context.output === 'table') {
    const { printAgentEvents } = await import('./output/agent-events.js');
    return printAgentEvents(context, events as AsyncIterable<AgentStreamEvent>);
  }
  const isChosen = outputOf(context.settings) !== 'auto';
  return printItems(isChosen ? context : { ...context, output: 'ndjson' }, events, hints);
}

/** The list inside an answer: where the row says, else the only list of a list operation or of a report that has anything in it. */
function findItems(row: Operation, body: unknown): unknown {
  if (row.page !== undefined) return getField(body, row.page.items) ?? body;
  const isReport = row.id.startsWith('analytics.');
  const hasList = isReport || row.id.endsWith('.list');
  if (!hasList || typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const lists = Object.values(body).filter((value): value is unknown[] => Array.isArray(value));
  const [list] = lists;
  return lists.length !== 1 || (isReport && list?.length === 0) ? body : list;
}

async function* take(items: AsyncIterable<unknown>, limit = Infinity): AsyncGenerator {
  let taken = 0;
  for await (const item of items) {
    yield item;
    taken += 1;
    if (taken >= limit) return;
  }
}

const LARGEST_PAGE = 100;

/** `--cursor`, `--page-size` and `--limit` in the fields that this operation has for them. */
function withPageParams(
  { flags }: Context,
  { row, description }: OperationShape,
  input: OperationInput,
): OperationInput {
  const { page } = row;
  if (page === undefined) return input;
  const { cursor, limit, pageSize, all } = flags as {
    cursor?: string;
    limit?: number;
    pageSize?: number;
    all?: boolean;
  };
  const maximum = description.fields.find((field) => field.name === page.limit)?.maximum ?? LARGEST_PAGE;
  const size =
    pageSize ?? (all ? Math.min(maximum, LARGEST_PAGE) : limit === undefined ? undefined : Math.min(limit, maximum));
  let params = input.params as Record<string, unknown>;
  if (cursor !== undefined) params = withField(params, page.param, page.kind === 'cursor' ? cursor : Number(cursor));
  if (size !== undefined) params = withField(params, page.limit, size);
  return { ...input, params };
}

/** A method's positional arguments; the namespace is first where the operation acts on it. */
function toArgs({ row }: OperationShape, { namespace, path, params }: OperationInput): unknown[] {
  const hasParams =
    row.body !== undefined || row.query !== undefined || row.headers !== undefined || row.namespace !== undefined;
  return [...(namespace === undefined ? [] : [namespace]), ...path, ...(hasParams ? [params] : [])];
}

/** The client takes paths from the process's directory; a command's are taken from its own. */
function withFullPaths({ cwd }: Context, { files }: OperationShape, input: OperationInput): OperationInput {
  if (files.length === 0) return input;
  const params = { ...(input.params as Record<string, unknown>) };
  for (const name of files) params[name] = resolve(cwd, String(params[name]));
  return { ...input, params };
}

async function preview(context: Context, shape: OperationShape, input: OperationInput): Promise<void> {
  const { row } = shape;
  const args = toArgs(shape, input);
  const body = previewBody(context, shape, input.params);
  await printPreview(context, {
    send: (client) => client.call(row.id, ...toArgs(shape, withFullPaths(context, shape, input)), { maxRetries: 0 }),
    bodyKind: row.body?.kind,
    ...(body === undefined ? {} : { body }),
    toCode: async () => {
      const { toSdkCode } = await import('./request/sdk-code.js');
      return toSdkCode(context, {
        method: row.id,
        // The stream of a file body is no plain object either, and is written as the file it reads.
        args: isEmptyLast(args) ? args.slice(0, -1) : args,
        file: isFileBody(row) ? fileOf(context) : undefined,
        isWithoutNamespace: row.namespace === undefined || input.namespace !== undefined,
        isIterated: row.page !== undefined && context.flags['all'] === true,
      });
    },
  });
}

const isEmptyLast = (args: readonly unknown[]): boolean => {
  const last = args.at(-1);
  return typeof last === 'object' && last !== null && Object.keys(last).length === 0;
};

function previewBody({ flags }: Context, { row }: OperationShape, params: unknown): BodyPreview | undefined {
  if (row.body?.kind === 'multipart')
    return { kind: 'parts', parts: toPartPreviews(row, params as Record<string, unknown>) };
  return isFileBody(row) ? { kind: 'file', path: fileOf({ flags }) } : undefined;
}

const isFileBody = ({ body }: Operation): boolean => body?.kind === 'ndjson' || body?.kind === 'binary';

const fileOf = ({ flags }: Pick<Context, 'flags'>): string => String(flags['data']).replace(/^@/, '');
