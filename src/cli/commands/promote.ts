import { Option } from 'commander';
import { usageError } from '../cli-error.js';
import { collect } from '../option-parsers.js';
import { printAnswer } from '../output/print.js';
import { printPreview } from '../request/preview.js';
import { toSdkCode } from '../request/sdk-code.js';
import type { CommandModule } from './module.js';

const METRICS = ['cosine', 'dot', 'euclidean'];

interface NewVector {
  name: string;
  dimension: number;
  metric: string;
  inference_service?: string;
}

export const define: CommandModule['define'] = (command, act) => {
  command
    .description(
      'Turn a standalone namespace into a managed one: name the service that embeds the texts of each index. Cannot be undone.',
    )
    .argument('[namespace]', 'id or name; default: --namespace, MIXPEEK_NAMESPACE or the profile')
    .addOption(
      new Option('--map <index=service>', 'embed texts for this index with this service; can be repeated').argParser<
        string[]
      >(collect),
    )
    .addOption(
      new Option('--add <index>', 'new index, as name:dimension:metric[:service]; can be repeated').argParser<string[]>(
        collect,
      ),
    )
    .addHelpText(
      'after',
      '\nExample:\n  mixpeek promote my-vectors \\\n    --map text_1024=intfloat/multilingual-e5-large-instruct \\\n    --add image_512:512:cosine:clip_vit_b32\n',
    );
  act(command, async (context, [namespace]) => {
    const { map = [], add = [] } = context.flags as { map?: string[]; add?: string[] };
    const params = {
      ...(map.length === 0 ? {} : { vector_mappings: map.map(parseMapping) }),
      ...(add.length === 0 ? {} : { add_vectors: add.map(parseVector) }),
    };
    const args = [...(namespace === undefined ? [] : [namespace]), params];
    if (context.flags.dryRun || context.flags.as) {
      return printPreview(context, {
        send: (client) => client.call('namespaces.promote', ...args),
        bodyKind: 'json',
        toCode: async () =>
          toSdkCode(context, { method: 'namespaces.promote', args, isWithoutNamespace: namespace !== undefined }),
      });
    }
    const client = await context.client();
    await printAnswer(context, await client.call('namespaces.promote', ...args, { signal: context.signal }));
  });
};

/** Service names hold colons and slashes, index names no `=`: the first one divides. */
function parseMapping(text: string): { existing_index: string; inference_service: string } {
  const at = text.indexOf('=');
  if (at <= 0 || at === text.length - 1) throw usageError(`--map "${text}" has no form index=service.`);
  return { existing_index: text.slice(0, at), inference_service: text.slice(at + 1) };
}

function parseVector(text: string): NewVector {
  const [name = '', dimensionText = '', metric = 'cosine', ...service] = text.split(':');
  const dimension = Number(dimensionText);
  if (name === '' || !Number.isInteger(dimension) || dimension < 1) {
    throw usageError(
      `--add "${text}" has no form name:dimension:metric[:service].`,
      'For example: --add image_512:512:cosine',
    );
  }
  if (!METRICS.includes(metric))
    throw usageError(`--add "${text}": the metric "${metric}" must be one of: ${METRICS.join(', ')}.`);
  return { name, dimension, metric, ...(service.length === 0 ? {} : { inference_service: service.join(':') }) };
}
