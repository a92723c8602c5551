import { descriptions } from '../generated/descriptions.js';
import { roster } from '../generated/roster.js';
import { toKebabCase } from './case.js';

/** One command of the tree. */
export interface MappedCommand {
  /** `mixpeek buckets objects create <bucket-id>` */
  readonly command: string;
  readonly summary: string;
  /** `buckets.objects.create`; absent for commands that are no single operation. */
  readonly operation?: string;
}

/** The command of every operation. */
export async function listOperationCommands(): Promise<MappedCommand[]> {
  const commands: MappedCommand[] = [];
  for (const [path, { rows: loadRows }] of Object.entries(roster)) {
    const [rows, texts] = await Promise.all([loadRows(), descriptions[path]?.()]);
    const words = path.split('.').map(toKebabCase).join(' ');
    for (const [verb, row] of Object.entries(rows)) {
      const files = (row.body?.parts ?? []).filter(({ file }) => file).map(({ name }) => name);
      const args = [...(row.args ?? []), ...files].map((name) => ` <${toKebabCase(name)}>`);
      commands.push({
        command: `mixpeek ${words} ${toKebabCase(verb)}${args.join('')}`,
        summary: texts?.[verb]?.summary ?? '',
        operation: row.id,
      });
    }
  }
  return commands;
}
