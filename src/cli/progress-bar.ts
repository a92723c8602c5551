import type { UploadProgress } from '../call.js';
import type { Context } from './context.js';

export interface ProgressBar {
  readonly update: (progress: UploadProgress) => void;
  /** Clears the line. */
  end(): void;
}

const WIDTH = 24;

/** A line on stderr that follows an upload; nothing where stderr is not a terminal. */
export function createProgressBar({ io, flags }: Context, label: string): ProgressBar | undefined {
  if (!io.stderrIsTty || flags.quiet) return undefined;
  let shown = '';
  return {
    update: ({ loaded, total, attempt }) => {
      const share = total === undefined || total === 0 ? undefined : Math.min(1, loaded / total);
      const bar =
        share === undefined
          ? ''
          : `[${'='.repeat(Math.round(share * WIDTH)).padEnd(WIDTH)}] ${String(Math.floor(share * 100)).padStart(3)}% `;
      const again = attempt > 1 ? ` (attempt ${attempt})` : '';
      const line =
        `${bar}${formatBytes(loaded)}${total === undefined ? '' : ` of ${formatBytes(total)}`} ${label}${again}`.slice(
          0,
          io.width - 1,
        );
      if (line === shown) return;
      shown = line;
      io.writeError(`\r${line}\u001B[K`);
    },
    end: () => {
      if (shown !== '') io.writeError('\r\u001B[K');
    },
  };
}

function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let at = 0;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  return `${at === 0 ? value : value.toFixed(1)} ${units[at] ?? ''}`;
}
