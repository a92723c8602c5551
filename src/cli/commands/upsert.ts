import { Option } from 'commander';
import { CliError, usageError } from '../cli-error.js';
import type { Context } from '../context.js';
import { exitCodes } from '../exit-codes.js';
import { openBytes } from '../input.js';
import { readJsonLines } from '../json-lines.js';
import type { BadLine } from '../json-lines.js';
import { printAnswer } from '../output/print.js';
import { isRecord } from '../output/cell.js';
import type { Mixpeek } from '../../client.js';
import type { CommandModule } from './module.js';

type Document = Parameters<Mixpeek['namespaces']['documents']['upsert']>[0]['documents'][number];

const DEFAULT_BATCH = 500;
const BAD_LINES_SHOWN = 20;

export const define: CommandModule['define'] = (command, act) => {
  command
    .description(
      'Write documents from a JSON Lines file, or from stdin: one document per line, with the fields document_id, vectors and payload. Ends with 3 when some lines were not written, and lists them on stderr.',
    )
    .argument('<file>', 'path of the file, or - for stdin')
    .addOption(
      new Option('--batch-size <n>', `documents in a request, 1 to 1000 (default: ${DEFAULT_BATCH})`).argParser(
        toBatchSize,
      ),
    )
    .addHelpText(
      'after',
      '\nExample:\n  mixpeek upsert documents.jsonl -n my-vectors\n  zcat dump.jsonl.gz | mixpeek upsert - -n my-vectors\n',
    );
  act(command, async (context, [file]) => {
    if (context.flags.dryRun || context.flags.as)
      throw usageError(
        'upsert sends many requests; it cannot show one.',
        'See one with: mixpeek namespaces documents upsert --dry-run --data ...',
      );
    const { batchSize = DEFAULT_BATCH } = context.flags as { batchSize?: number };
    const source = await openBytes(context.input, String(file), 'The file');
    const outcome = await upsertLines(context, source, batchSize);
    await printAnswer(context, { inserted: outcome.inserted, failed: outcome.failed, batches: outcome.batches });
    if (outcome.failed > 0) {
      throw new CliError(`${outcome.failed} of ${outcome.inserted + outcome.failed} lines were not written.`, {
        exitCode: outcome.inserted === 0 ? outcome.exitCode : exitCodes.partial,
        hint: 'Correct them and run the same command again: documents are overwritten by id.',
      });
    }
  });
};

interface Outcome {
  inserted: number;
  failed: number;
  batches: number;
  /** Of the first failure. */
  exitCode: CliError['exitCode'];
}

async function upsertLines(context: Context, source: AsyncIterable<Uint8Array>, batchSize: number): Promise<Outcome> {
  const client = await context.client();
  const bad: BadLine[] = [];
  const unsent: number[] = [];
  const showsProgress = context.io.stderrIsTty && !context.flags.quiet;
  const { inserted, failed, batches } = await client.namespaces.documents.upsertMany(
    documentsOf(source, { bad, unsent }),
    {
      batchSize,
      signal: context.signal,
      onBatch: (progress) => {
        if (showsProgress)
          context.io.writeError(`\r${progress.inserted} written, ${progress.failed + bad.length} failed\u001B[K`);
      },
    },
  );
  if (showsProgress) context.io.writeError('\r\u001B[K');
  const { describeError } = await import('../error-report.js');
  for (const { line, message } of bad.slice(0, BAD_LINES_SHOWN)) context.io.writeError(`line ${line}: ${message}\n`);
  if (bad.length > BAD_LINES_SHOWN)
    context.io.writeError(`and ${bad.length - BAD_LINES_SHOWN} more lines that are no documents\n`);
  for (const batch of failed) {
    const [start, end] = [toLine(batch.from, unsent), toLine(batch.from + batch.count - 1, unsent)];
    const range = start === end ? `line ${start}` : `lines ${start} to ${end}`;
    const { message, hint } = describeError(batch.error);
    context.io.writeError(`${range}: ${message}${hint === undefined ? '' : ` ${hint}`}\n`);
  }
  const refused = failed.reduce((sum, batch) => sum + batch.count, 0);
  const [first] = failed;
  const exitCode = bad.length > 0 || first === undefined ? exitCodes.usage : describeError(first.error).exitCode;
  return { inserted, failed: refused + bad.length, batches, exitCode };
}

/** The documents of the lines; what is none is noted and left out. */
async function* documentsOf(
  source: AsyncIterable<Uint8Array>,
  { bad, unsent }: { bad: BadLine[]; unsent: number[] },
): AsyncGenerator<Document> {
  for await (const entry of readJsonLines(source)) {
    if ('value' in entry && isRecord(entry.value)) {
      yield entry.value as unknown as Document;
      continue;
    }
    unsent.push(entry.line);
    if ('message' in entry) bad.push(entry);
    else if ('value' in entry) bad.push({ line: entry.line, message: 'is not an object' });
  }
}

/** The line of the document at a position, given the lines that were not sent, in order. */
function toLine(position: number, unsent: readonly number[]): number {
  let line = position + 1;
  for (const skipped of unsent) if (skipped <= line) line += 1;
  return line;
}

function toBatchSize(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1000)
    throw usageError(`--batch-size is ${text}; it must be a whole number from 1 to 1000.`);
  return value;
}
