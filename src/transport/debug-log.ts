import type { Hooks } from './hooks.js';
import type { Redactor } from './redact.js';

export type DebugOption = boolean | ((line: string) => void);

/** Turns the `debug` option into a line writer, or `undefined` when it is off. `true` writes to standard error. */
export function createLogLine(
  debug: DebugOption | undefined,
  redactor: Redactor,
): ((line: string) => void) | undefined {
  if (debug === undefined || debug === false) return undefined;
  const write = debug === true ? (line: string) => console.error(line) : debug;
  return (line) => {
    write(`mixpeek ${redactor.text(line)}`);
  };
}

/** Hooks that write a line per event. */
export function debugHooks(log: (line: string) => void): Hooks {
  return {
    onRequest({ method, url, attempt, headers, body }) {
      log(
        `-> ${method} ${url} attempt=${attempt} headers=${JSON.stringify(headers)}${body === undefined ? '' : ` body=${body}`}`,
      );
    },
    onResponse({ status, url, attempt, durationMs, requestId, body }) {
      const parts = [`<- ${status} ${url}`, `attempt=${attempt}`, `${Math.round(durationMs)} ms`];
      if (requestId !== undefined) parts.push(requestId);
      if (body !== undefined) parts.push(`body=${body}`);
      log(parts.join(' '));
    },
    onRetry({ operation, reason, delayMs, attempt }) {
      log(`retry ${operation} attempt=${attempt} in ${Math.round(delayMs)} ms: ${reason}`);
    },
    onError({ operation, error }) {
      log(`failed ${operation}: ${error.name}: ${error.message}`);
    },
  };
}
