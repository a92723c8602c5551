import { resolve } from 'node:path';
import { Option } from 'commander';
import type { Command } from 'commander';
import { manifest as rows } from '../../generated/rows/manifest.js';
import type { Act } from '../act.js';
import { CliError, usageError } from '../cli-error.js';
import type { Context } from '../context.js';
import { exitCodes } from '../exit-codes.js';
import { openBytes } from '../input.js';
import { collect } from '../option-parsers.js';
import { isRecord } from '../output/cell.js';
import { printAnswer } from '../output/print.js';
import { toPartPreviews } from '../request/body-preview.js';
import { printPreview } from '../request/preview.js';
import { toSdkCode } from '../request/sdk-code.js';
import type { CommandModule } from './module.js';

type Verb = 'apply' | 'diff' | 'lint' | 'validate';
type Params = Readonly<Record<string, unknown>>;

interface ManifestCommand {
  readonly verb: Verb;
  readonly description: string;
  readonly example: string;
  readonly options?: readonly Option[];
  readonly params?: (flags: Params) => Params;
  /** What a table shows a row of each of. */
  readonly items: (answer: Params) => unknown;
  /** Why the command fails although there is an answer. */
  readonly problem?: (answer: Params, flags: Params) => string | undefined;
}

export const defineApply = commandFor({
  verb: 'apply',
  description:
    'Create everything that a manifest describes and that is not there yet. When one resource fails, all are taken back, and the command ends with 10.',
  example: 'mixpeek manifest apply -f mixpeek.yaml',
  options: [new Option('--plan', 'say what would be created, and create nothing')],
  params: ({ plan }) => (plan === true ? { dry_run: true } : {}),
  items: ({ resources }) => resources,
  problem: ({ success, errors }) =>
    success === true ? undefined : `Nothing was created. ${listOf(errors).join(' ')}`.trim(),
});

export const defineDiff = commandFor({
  verb: 'diff',
  description: 'Compare a manifest with the system: what is to be created, what differs, and what only the system has.',
  example: 'mixpeek manifest diff -f mixpeek.yaml',
  options: [new Option('--check', 'end with 10 when something is to be created or differs')],
  items: ({ to_create: create, differences, in_system_only: others }) =>
    [create, differences, others].flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : [])),
  problem: ({ to_create: create, differences }, { check }) =>
    check === true && listOf(create).length + listOf(differences).length > 0
      ? 'The system is not as the manifest says.'
      : undefined,
});

export const defineLint = commandFor({
  verb: 'lint',
  description: 'Look for what could be better in a manifest. Ends with 10 when there are errors.',
  example: 'mixpeek manifest lint -f mixpeek.yaml --skip-rule missing-description',
  options: [new Option('--skip-rule <name>', 'rule to leave out; can be repeated').argParser<string[]>(collect)],
  params: ({ skipRule }) => (skipRule === undefined ? {} : { skip_rules: skipRule }),
  items: ({ results }) => results,
  problem: ({ valid }) => (valid === true ? undefined : 'There are errors in the manifest.'),
});

export const defineValidate = commandFor({
  verb: 'validate',
  description: 'Check whether a manifest can be applied: syntax, fields, references, secrets. Ends with 10 when not.',
  example: 'mixpeek manifest validate -f mixpeek.yaml',
  items: (answer) => answer,
  problem: ({ valid, errors, missing_secrets: secrets }) => {
    if (valid === true) return undefined;
    const missing = listOf(secrets).map((name) => `The secret ${String(name)} is missing.`);
    return [...listOf(errors), ...missing].join('\n');
  },
});

/** What is said where a table would be empty. */
const NOTHING: Readonly<Record<Verb, string>> = {
  apply: 'There is nothing in the manifest.',
  diff: 'The system is as the manifest says.',
  lint: 'Nothing was found.',
  validate: '',
};

const isEmpty = (items: unknown): boolean => Array.isArray(items) && items.length === 0;

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function commandFor({ verb, description, example, options = [], ...rest }: ManifestCommand): CommandModule['define'] {
  return (command: Command, act: Act) => {
    command
      .description(description)
      .argument('[file]', 'path of the manifest, or - for stdin; the same as --file')
      .addOption(new Option('-f, --file <path>', 'path of the manifest, or - for stdin'))
      .addHelpText('after', `\nExample:\n  ${example}\n`);
    for (const option of options) command.addOption(option);
    act(command, (context, [file]) => run(context, { verb, ...rest }, file));
  };
}

async function run(
  context: Context,
  { verb, params = () => ({}), items, problem }: Pick<ManifestCommand, 'verb' | 'params' | 'items' | 'problem'>,
  argument: unknown,
): Promise<void> {
  const flags = context.flags as Params;
  const path = flags['file'] ?? argument;
  if (typeof path !== 'string')
    throw usageError(`manifest ${verb} needs a manifest.`, `For example: mixpeek manifest ${verb} -f mixpeek.yaml`);
  const { id } = rows[verb];
  const shown = { ...params(flags), manifest_file: path };
  if (context.flags.dryRun || context.flags.as) {
    const sent = { ...shown, manifest_file: resolve(context.cwd, path) };
    return printPreview(context, {
      send: (client) => client.call(id, sent),
      bodyKind: 'multipart',
      body: { kind: 'parts', parts: toPartPreviews(rows[verb], shown) },
      toCode: async () => toSdkCode(context, { method: id, args: [shown] }),
    });
  }
  const manifest = path === '-' ? await readStdin(context) : resolve(context.cwd, path);
  const client = await context.client();
  const answer = await client.call(id, { ...shown, manifest_file: manifest }, { signal: context.signal });
  const fields: Params = isRecord(answer) ? answer : {};
  await printAnswer(context, answer, { resource: 'manifest', items: () => items(fields) });
  if (context.output === 'table' && isEmpty(items(fields))) context.note(NOTHING[verb]);
  const message = problem?.(fields, flags);
  if (message !== undefined) throw new CliError(message, { exitCode: exitCodes.verification });
}

async function readStdin(context: Context): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await openBytes(context.input, '-', '--file')) chunks.push(chunk);
  return Buffer.concat(chunks);
}
