import { Option } from 'commander';
import type { Command } from 'commander';
import type { OperationDescription } from '../description.js';
import type { Operation } from '../operation.js';
import type { Act } from './act.js';
import { toKebabCase } from './case.js';
import { formatExample } from './example.js';
import { toFieldFlags, toOptions } from './flags.js';
import { createReservedNames } from './global-flags.js';
import { collect, wholeNumber } from './option-parsers.js';
import { canWait } from './waits.js';
import type { OperationShape } from './request/arguments.js';

/** Fills a command from a row and its description: arguments, flags, help, and what it does. */
export function defineOperation(
  command: Command,
  { row, description }: { row: Operation; description: OperationDescription },
  act: Act,
): void {
  const shape = createShape(row, description);
  command.summary(description.summary).description(describe(description));
  addArguments(command, shape);
  for (const flag of shape.flags) for (const option of toOptions(flag)) command.addOption(option);
  addBodyFlags(command, shape);
  if (row.page !== undefined) addPageFlags(command);
  if (canWait(row.id)) command.addOption(new Option('--wait', 'wait until what was started has ended'));
  command.addHelpText('after', () => `\nExample:\n${formatExample(shape)}\n`);
  act(command, async (context, words) => {
    // The help of a command needs nothing of what runs it.
    const { runOperation } = await import('./run-operation.js');
    return runOperation(context, shape, words);
  });
}

/** What a command of the row takes. */
export function createShape(row: Operation, description: OperationDescription): OperationShape {
  const files = (row.body?.parts ?? []).filter((part) => part.file).map((part) => part.name);
  const paged = row.page === undefined ? [] : [row.page.param, row.page.limit];
  const fields = description.fields
    .filter(
      (field) =>
        field.in !== 'path' && field.in !== 'header' && !files.includes(field.name) && !paged.includes(field.name),
    )
    // What may stand in the query and in the body is one flag.
    .filter(({ name }, index, all) => all.findIndex((field) => field.name === name) === index);
  return { row, description, files, flags: toFieldFlags(fields, createReservedNames()) };
}

function describe({ summary, description, deprecated: instead }: OperationDescription): string {
  const deprecated = instead === undefined ? '' : ` Deprecated. ${instead.replaceAll('`', '')}.`;
  return `${summary}. ${description ?? ''}${deprecated}`.trim();
}

function addArguments(command: Command, { row, description, files }: OperationShape): void {
  const describeArgument = (name: string): string =>
    description.fields.find((field) => field.name === name)?.description ?? '';
  for (const name of row.args ?? []) command.argument(`<${toKebabCase(name)}>`, describeArgument(name));
  for (const name of files) command.argument(`<${name}>`, `path of the file. ${describeArgument(name)}`.trim());
  if (row.namespace?.arg)
    command.argument('[namespace]', 'id or name; default: --namespace, MIXPEEK_NAMESPACE or the profile');
}

function addBodyFlags(command: Command, { row, files }: OperationShape): void {
  if (row.body === undefined) return;
  if (row.body.kind === 'ndjson' || row.body.kind === 'binary') {
    command.addOption(new Option('--data <@file>', 'file whose lines are the body, or - for stdin (required)'));
    return;
  }
  if (files.length === 0)
    command.addOption(new Option('--data <data>', 'whole request: JSON, YAML, @file, or - for stdin'));
  command.addOption(
    new Option('--set <path=value>', 'one value in the request: a.b=1; can be repeated').argParser<string[]>(collect),
  );
}

function addPageFlags(command: Command): void {
  command.addOption(new Option('--all', 'every item of every page, as one list'));
  command.addOption(new Option('--limit <n>', 'the first n items, as one list').argParser(wholeNumber(1)));
  command.addOption(new Option('--page-size <n>', 'items in a page').argParser(wholeNumber(1)));
  command.addOption(new Option('--cursor <position>', 'where to go on: what the page before named as next'));
}
