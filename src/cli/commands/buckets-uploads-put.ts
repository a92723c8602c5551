import { resolve } from 'node:path';
import { Option } from 'commander';
import type { FileOutcome } from '../../index.js';
import { CliError, usageError } from '../cli-error.js';
import type { Context } from '../context.js';
import { exitCodes } from '../exit-codes.js';
import { collect } from '../option-parsers.js';
import { printAnswer } from '../output/print.js';
import { createProgressBar } from '../progress-bar.js';
import { applySet } from '../set-path.js';
import type { CommandModule } from './module.js';

interface Flags {
  readonly field?: readonly string[];
  readonly property?: string;
  readonly object?: boolean;
  readonly journal?: string;
  readonly concurrency?: number;
}

export const define: CommandModule['define'] = (command, act) => {
  command
    .description(
      'Upload files to a bucket and make an object of each, in constant memory, with progress. A file that the bucket has already is not sent again. Ends with 3 when some files were not uploaded.',
    )
    .argument('<bucket>', 'id or name of the bucket')
    .argument('<file...>', 'paths of the files')
    .addOption(
      new Option('--field <name=value>', 'one value of every object: a.b=1; can be repeated').argParser<string[]>(
        collect,
      ),
    )
    .addOption(new Option('--property <name>', 'field of the schema that the files belong to'))
    .addOption(new Option('--no-object', 'make no objects'))
    .addOption(new Option('--journal <path>', 'note what is done there, and go on from it'))
    .addOption(new Option('--concurrency <n>', 'files under way at a time (default: 4)').argParser(toCount))
    .addHelpText(
      'after',
      '\nExample:\n  mixpeek buckets uploads put products *.jpg --field season=winter\n  mixpeek buckets uploads put films *.mp4 --journal uploads.jsonl\n',
    );
  act(command, async (context, [bucket, files]) => {
    if (context.flags.dryRun || context.flags.as) {
      throw usageError(
        'buckets uploads put sends several requests; it cannot show one.',
        'See the first with: mixpeek buckets uploads create --dry-run',
      );
    }
    const paths = (files as readonly string[]).map((file) => resolve(context.cwd, file));
    await upload(context, { bucket: String(bucket), paths });
  });
};

async function upload(
  context: Context,
  { bucket, paths }: { bucket: string; paths: readonly string[] },
): Promise<void> {
  const { field = [], property, object, journal, concurrency } = context.flags as Flags;
  const fields = field.reduce<unknown>((all, assignment) => applySet(all, assignment), {}) as Record<string, unknown>;
  const client = await context.client();
  const bar = createProgressBar(context, paths.length === 1 ? (paths[0] ?? '') : `${paths.length} files`);
  const failures: { key: string; error: unknown }[] = [];
  const onFile = (outcome: FileOutcome): void => {
    if (outcome.status === 'failed') failures.push(outcome);
  };
  try {
    const { uploaded, skipped } = await client.buckets.uploads.putMany(bucket, paths, {
      params: {
        ...(property === undefined ? {} : { blob_property: property }),
        ...(field.length === 0 ? {} : { object_metadata: fields }),
        ...(object === false ? { create_object_on_confirm: false } : {}),
      },
      signal: context.signal,
      onFile,
      ...(bar === undefined ? {} : { onProgress: bar.update }),
      ...(journal === undefined ? {} : { journal: resolve(context.cwd, journal) }),
      ...(concurrency === undefined ? {} : { concurrency }),
    });
    bar?.end();
    const skips = skipped.map(({ key, ...rest }) => ({ filename: key, status: 'SKIPPED', ...rest }));
    await printAnswer(context, [...uploaded.map(({ key: _key, ...one }) => one), ...skips], {
      resource: 'buckets.uploads',
    });
  } finally {
    bar?.end();
  }
  await reportFailures(context, { failures, total: paths.length });
}

async function reportFailures(
  context: Context,
  { failures, total }: { failures: readonly { key: string; error: unknown }[]; total: number },
): Promise<void> {
  const [first] = failures;
  if (first === undefined) return;
  const { describeError } = await import('../error-report.js');
  for (const { key, error } of failures) {
    const { message, hint } = describeError(error);
    context.io.writeError(`${key}: ${message}${hint === undefined ? '' : ` ${hint}`}\n`);
  }
  throw new CliError(`${failures.length} of ${total} files were not uploaded.`, {
    exitCode: failures.length === total ? describeError(first.error).exitCode : exitCodes.partial,
    hint: 'Correct what is wrong and run the same command again: what the bucket has already is not sent again.',
  });
}

function toCount(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw usageError(`--concurrency is ${text}; it must be a whole number from 1 up.`);
}
