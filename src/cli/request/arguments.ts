import type { OperationDescription } from '../../description.js';
import type { Operation } from '../../operation.js';
import { usageError } from '../cli-error.js';
import type { Context } from '../context.js';
import { readFieldValue } from '../flags.js';
import type { FieldFlag } from '../flags.js';
import { openBytes, readData } from '../input.js';
import { isRecord } from '../output/cell.js';
import { applySet } from '../set-path.js';

export interface OperationInput {
  /** The namespace that was given as an argument. */
  readonly namespace: string | undefined;
  readonly path: readonly string[];
  readonly params: unknown;
}

export interface OperationShape {
  readonly row: Operation;
  readonly description: OperationDescription;
  readonly flags: readonly FieldFlag[];
  /** Names of the file parts, given as arguments after the path's. */
  readonly files: readonly string[];
}

/** The command's words and flags as a method's arguments. `--data` comes first, `--set` changes it, field flags win. */
export async function readOperationInput(
  context: Context,
  shape: OperationShape,
  words: readonly unknown[],
): Promise<OperationInput> {
  const { row, files } = shape;
  const given = [...words] as (string | undefined)[];
  const path = (row.args ?? []).map(() => String(given.shift()));
  const parts = files.map((name) => [name, given.shift()] as const).filter(([, value]) => value !== undefined);
  const namespace = row.namespace?.arg ? given.shift() : undefined;
  const params = await readParams(context, shape, Object.fromEntries(parts));
  return { namespace, path, params };
}

async function readParams(
  context: Context,
  shape: OperationShape,
  parts: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const { row } = shape;
  const { data, set } = context.flags as { data?: string; set?: string[] };
  if (row.body?.kind === 'ndjson' || row.body?.kind === 'binary') return readStream(context, data);
  const fields: Record<string, unknown> = { ...parts };
  for (const entry of shape.flags) {
    const value = context.flags[entry.attribute];
    if (value === undefined) continue;
    fields[entry.field.name] = await readFieldValue(entry, value, (text, flag) => readData(context.input, text, flag));
  }
  let body: unknown = data === undefined ? undefined : await readData(context.input, data, '--data');
  for (const assignment of set ?? []) body = applySet(body, assignment);
  if (body !== undefined && !isRecord(body))
    throw usageError('--data must hold an object: its fields are the parameters of the request.');
  const params = { ...(body as Record<string, unknown> | undefined), ...fields };
  checkRequired(shape, params);
  return params;
}

/** A path whose bytes are the body: `@file`, `file` or `-`. */
async function readStream({ input, flags }: Context, data: string | undefined): Promise<AsyncIterable<Uint8Array>> {
  if (data === undefined)
    throw usageError('The body is missing.', 'Pass --data @file.jsonl, or --data - to read stdin.');
  if (flags.dryRun || flags.as) return { [Symbol.asyncIterator]: async function* () {} };
  return openBytes(input, data.replace(/^@/, ''), '--data');
}

function checkRequired({ row, flags, files }: OperationShape, params: Readonly<Record<string, unknown>>): void {
  const missing = flags.filter(({ field }) => field.required && params[field.name] === undefined);
  if (missing.length === 0) return;
  const names = missing.map(({ flag }) => flag).join(', ');
  const inData = row.body && files.length === 0 ? ' Or give the whole request with --data.' : '';
  throw usageError(`${row.id} needs ${names}.`, `See the flags with --help.${inData}`);
}
