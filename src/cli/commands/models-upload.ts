import { resolve } from 'node:path';
import { usageError } from '../cli-error.js';
import { toFieldFlags, toOptions, readFieldValue } from '../flags.js';
import type { FieldFlag } from '../flags.js';
import { createReservedNames } from '../global-flags.js';
import { readData } from '../input.js';
import { printAnswer } from '../output/print.js';
import { createProgressBar } from '../progress-bar.js';
import { toPartPreviews } from '../request/body-preview.js';
import { printPreview } from '../request/preview.js';
import { toSdkCode } from '../request/sdk-code.js';
import { namespacesModels as rows } from '../../generated/rows/namespaces-models.js';
import { namespacesModels as descriptions } from '../../generated/descriptions/namespaces-models.js';
import type { FieldDescription } from '../../description.js';
import type { CommandModule } from './module.js';

/** Shorter names of the row's flags. */
const SHORT: Readonly<Record<string, string>> = { model_format: '--format', task_type: '--task' };

export const define: CommandModule['define'] = (command, act) => {
  const fields = (descriptions.upload.fields as readonly FieldDescription[]).filter(
    ({ name, in: place }) => place === 'body' && name !== 'file',
  );
  const flags = toFieldFlags(fields, createReservedNames()).map(shorten);
  command
    .description(
      'Upload a model archive (.tar.gz) to the namespace, in constant memory, with progress. Enterprise tier.',
    )
    .argument('<file>', 'path of the archive');
  for (const flag of flags) for (const option of toOptions(flag)) command.addOption(option);
  command.addHelpText(
    'after',
    '\nExample:\n  mixpeek models upload ./model.tar.gz -n my-vectors \\\n    --name ranker --version 1.0.0 --format onnx\n',
  );
  act(command, async (context, [file]) => {
    const params: Record<string, unknown> = { file: String(file) };
    for (const entry of flags) {
      const given = context.flags[entry.attribute];
      if (given === undefined && entry.field.required)
        throw usageError(`models upload needs ${entry.flag}.`, 'See the flags with --help.');
      if (given !== undefined)
        params[entry.field.name] = await readFieldValue(entry, given, (text, flag) =>
          readData(context.input, text, flag),
        );
    }
    const sent = { ...params, file: resolve(context.cwd, String(file)) };
    if (context.flags.dryRun || context.flags.as) {
      return printPreview(context, {
        send: (client) => client.call(rows.upload.id, sent),
        bodyKind: 'multipart',
        body: { kind: 'parts', parts: toPartPreviews(rows.upload, params) },
        toCode: async () => toSdkCode(context, { method: rows.upload.id, args: [params] }),
      });
    }
    const client = await context.client();
    const bar = createProgressBar(context, String(file));
    try {
      const options = { signal: context.signal, ...(bar ? { onProgress: bar.update } : {}) };
      await printAnswer(context, await client.call(rows.upload.id, sent, options), { resource: 'models' });
    } finally {
      bar?.end();
    }
  });
};

function shorten(entry: FieldFlag): FieldFlag {
  const flag = SHORT[entry.field.name];
  return flag === undefined ? entry : { ...entry, flag, attribute: flag.slice(2) };
}
