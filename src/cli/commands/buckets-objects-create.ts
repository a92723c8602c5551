import { resolve } from 'node:path';
import { Option } from 'commander';
import { bucketsObjects as descriptions } from '../../generated/descriptions/buckets-objects.js';
import { bucketsObjects as rows } from '../../generated/rows/buckets-objects.js';
import type { FileObjectParams } from '../../index.js';
import { usageError } from '../cli-error.js';
import type { Context } from '../context.js';
import { createShape, defineOperation } from '../operation-command.js';
import { printAnswer } from '../output/print.js';
import { createProgressBar } from '../progress-bar.js';
import { readOperationInput } from '../request/arguments.js';
import type { CommandModule } from './module.js';

interface Flags {
  readonly file?: string;
  readonly url?: string;
  readonly property?: string;
}

/** The command of the row, and its file by a path or a URL. */
export const define: CommandModule['define'] = (command, act) => {
  const operation = { row: rows.create, description: descriptions.create };
  defineOperation(command, operation, (own, run) => {
    act(own, (context, words) => {
      const { file, url } = context.flags as Flags;
      return file === undefined && url === undefined ? run(context, words) : create(context, words);
    });
  });
  command
    .addOption(new Option('--file <path>', 'upload this file and make the object of it'))
    .addOption(new Option('--url <url>', 'make the object of the file at this URL'))
    .addOption(new Option('--property <name>', 'field of the schema that the file belongs to'))
    .addHelpText(
      'after',
      '  mixpeek buckets objects create products --file shoe.jpg --set title=Shoe\n  mixpeek buckets objects create products --url https://example.com/a.jpg\n',
    );
};

async function create(context: Context, words: readonly unknown[]): Promise<void> {
  const { file, url, property } = context.flags as Flags;
  if (file !== undefined && url !== undefined)
    throw usageError('buckets objects create takes --file or --url, not both.');
  if (context.flags.dryRun || context.flags.as) {
    throw usageError(
      'buckets objects create with --file or --url sends several requests; it cannot show one.',
      'See one with: mixpeek buckets objects create --dry-run --data ...',
    );
  }
  const input = await readOperationInput(context, createShape(rows.create, descriptions.create), words);
  const { policy, auto_process, key_prefix, skip_duplicates, ...fields } = input.params as Record<string, unknown>;
  const bucket = String(words[0]);
  const client = await context.client();
  const given = { property, policy, auto_process, key_prefix, skip_duplicates };
  const params: FileObjectParams = {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    fields,
  };
  const { signal } = context;
  const bar = file === undefined ? undefined : createProgressBar(context, file);
  const progress = bar === undefined ? {} : { onProgress: bar.update };
  try {
    const { objects } = client.buckets;
    const object =
      url === undefined
        ? await objects.fromFile(bucket, resolve(context.cwd, file ?? ''), params, { signal, ...progress })
        : await objects.fromUrl(bucket, url, params, { signal });
    bar?.end();
    await printAnswer(context, object, { resource: 'buckets.objects' });
  } finally {
    bar?.end();
  }
}
