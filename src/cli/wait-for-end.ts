import { CliError } from './cli-error.js';
import type { Context } from './context.js';
import { exitCodes } from './exit-codes.js';
import { isRecord } from './output/cell.js';
import { WAITS } from './waits.js';

/** Waits for what an operation's answer started, telling of its progress on a terminal, and gives it as it is in the end. */
export async function waitForEnd(context: Context, operation: string, answer: unknown): Promise<unknown> {
  const fields: Readonly<Record<string, unknown>> = isRecord(answer) ? answer : {};
  const client = await context.client();
  const namespace = context.namespace;
  const options = { deadlineMs: 0, signal: context.signal, ...(namespace === undefined ? {} : { namespace }) };
  const line = createStatusLine(context);
  try {
    switch (WAITS[operation]) {
      case 'migration': {
        if (fields['status'] === 'draft')
          throw new CliError('The migration is a draft and was not started, so that there is nothing to wait for.', {
            exitCode: exitCodes.usage,
            hint: 'Set start_immediately, or start it: mixpeek namespaces migrations start <id> --wait',
          });
        return await client.namespaces.migrations.wait(idOf(fields, 'migration_id'), {
          deadlineMs: 0,
          signal: context.signal,
          onProgress: ({ status, progress }) =>
            line.show(`${status} ${progress.overall_progress_percent ?? 0}% ${progress.current_stage ?? ''}`),
        });
      }
      case 'plugin': {
        if (fields['success'] === false) return answer;
        return await client.namespaces.plugins.wait(idOf(fields, 'plugin_id'), {
          ...options,
          onProgress: ({ status }) => line.show(status),
        });
      }
      case 'run': {
        const about = isRecord(fields['additional_data']) ? fields['additional_data'] : {};
        return await client.clusters.run(idOf(about, 'cluster_id'), idOf(about, 'run_id')).wait({
          ...options,
          onProgress: ({ status }) => line.show(status),
        });
      }
      default:
        return await client.tasks.wait(idOf(fields, 'task_id'), {
          ...options,
          onProgress: ({ status }) => line.show(status),
        });
    }
  } finally {
    line.end();
  }
}

function idOf(fields: Readonly<Record<string, unknown>>, name: string): string {
  const id = fields[name];
  if (typeof id === 'string') return id;
  throw new CliError(`The answer has no ${name} to wait for.`, { exitCode: exitCodes.server });
}

/** A line on stderr that changes; nothing where stderr is not a terminal. */
function createStatusLine({ io, flags }: Context) {
  const isShown = io.stderrIsTty && !flags.quiet;
  return {
    show: (text: string): void => (isShown ? io.writeError(`\r${text.trim()}\u001B[K`) : undefined),
    end: (): void => (isShown ? io.writeError('\r\u001B[K') : undefined),
  };
}
