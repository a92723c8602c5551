import { Option } from 'commander';
import type { Command } from 'commander';
import { usageError } from '../cli-error.js';
import type { Context } from '../context.js';
import { parseRelaxed, readData } from '../input.js';
import { collect, wholeNumber } from '../option-parsers.js';
import { printAnswer } from '../output/print.js';
import { isRecord } from '../output/cell.js';
import { printPreview } from '../request/preview.js';
import { toSdkCode } from '../request/sdk-code.js';
import type { Mixpeek } from '../../client.js';
import type { CommandModule } from './module.js';

type SearchParams = Parameters<Mixpeek['search']>[0];
type SearchQuery = SearchParams['queries'][number];

interface SearchFlags {
  on?: string;
  text?: string;
  vector?: string;
  topK?: number;
  minScore?: number;
  filter?: string[];
  filters?: string;
  fusion?: 'rrf' | 'dbsf' | 'weighted' | 'max';
  returnVectors?: boolean;
}

export const define: CommandModule['define'] = (command: Command, act) => {
  command
    .description(
      'Search the namespace. Words alone match keywords. --text is embedded by the index named by --on; --vector is compared with that index as it is. Given together they make one hybrid search.',
    )
    .argument('[words]', 'keywords to look for in text-indexed fields')
    .option('--on <index>', 'vector index of --text or --vector')
    .option('--text <text>', 'text to embed; needs a promoted or managed namespace')
    .option('--vector <numbers>', 'JSON list of numbers, @file with one, or - for stdin')
    .addOption(new Option('--top-k <n>', 'documents in the answer (default: 10)').argParser(wholeNumber(1)))
    .addOption(new Option('--min-score <score>', 'drop candidates that score lower').argParser(Number))
    .addOption(
      new Option('--filter <field=value>', 'only documents with this value; can be repeated').argParser<string[]>(
        collect,
      ),
    )
    .option('--filters <json>', 'conditions as JSON, YAML or @file: {"AND": [...]}')
    .addOption(
      new Option('--fusion <strategy>', 'how several lists become one').choices(['rrf', 'dbsf', 'weighted', 'max']),
    )
    .option('--return-vectors', 'with the vectors of each document')
    .addHelpText(
      'after',
      '\nExample:\n  mixpeek search "abort a request" -n my-vectors --top-k 5\n  mixpeek search --vector @query.json --on text_8 --filter lang=en\n',
    );
  act(command, async (context, [words]) => {
    const params = await readSearch(context, words as string | undefined);
    if (context.flags.dryRun || context.flags.as) {
      return printPreview(context, {
        send: (client) => client.search(params),
        bodyKind: 'json',
        toCode: async () => toSdkCode(context, { method: 'search', args: [params] }),
      });
    }
    const client = await context.client();
    const answer = await client.search(params, { signal: context.signal });
    const items = (body: unknown): unknown => (isRecord(body) ? body['documents'] : body);
    await printAnswer(context, answer, { resource: 'documents', items });
    if (context.output === 'table' && answer.documents.length === 0) context.note('Nothing was found.');
  });
};

async function readSearch(context: Context, words: string | undefined): Promise<SearchParams> {
  const {
    on,
    text,
    vector,
    topK = 10,
    minScore,
    filter,
    filters,
    fusion,
    returnVectors,
  } = context.flags as SearchFlags;
  if ((text !== undefined || vector !== undefined) && on === undefined) {
    throw usageError(
      '--text and --vector need --on, the vector index to search.',
      'See the indexes with: mixpeek namespaces get --fields vector_configs',
    );
  }
  const ranking = { top_k: topK, ...(minScore === undefined ? {} : { min_score: minScore }) };
  const queries: SearchQuery[] = [];
  if (words !== undefined) queries.push({ text: words, ...ranking });
  if (text !== undefined && on !== undefined) queries.push({ vector_name: on, text, ...ranking });
  if (vector !== undefined && on !== undefined)
    queries.push({ vector_name: on, vector: await readVector(context, vector), ...ranking });
  if (queries.length === 0)
    throw usageError('There is nothing to search for.', 'Give words, or --text or --vector with --on.');
  const conditions = await readFilters(context, { filter, filters });
  return {
    queries,
    limit: topK,
    ...(conditions === undefined ? {} : { filters: conditions }),
    ...(fusion === undefined ? {} : { fusion }),
    ...(returnVectors ? { return_vectors: true } : {}),
  };
}

async function readVector({ input }: Context, text: string): Promise<number[]> {
  const value = await readData(input, text, '--vector');
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'number'))
    throw usageError('--vector must hold a list of numbers.');
  return value;
}

type Filters = NonNullable<SearchParams['filters']>;

/** `--filter a=1 --filter b=x` are conditions that all hold, beside those of `--filters`. */
async function readFilters(
  { input }: Context,
  { filter = [], filters }: { filter: string[] | undefined; filters: string | undefined },
): Promise<Filters | undefined> {
  const equal = filter.map((text) => {
    const at = text.indexOf('=');
    if (at <= 0) throw usageError(`--filter "${text}" has no form field=value.`);
    return { field: text.slice(0, at), operator: 'eq' as const, value: parseRelaxed(text.slice(at + 1)) };
  });
  const given = filters === undefined ? undefined : await readData(input, filters, '--filters');
  if (given !== undefined && !isRecord(given)) throw usageError('--filters must hold an object.');
  if (given === undefined) return equal.length === 0 ? undefined : { AND: equal };
  return equal.length === 0 ? given : { AND: [given, ...equal] };
}
