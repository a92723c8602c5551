import { createLogLine, debugHooks, type DebugOption } from './debug-log.js';
import { createObserver, hooksLayer, type Hooks } from './hooks.js';
import type { Layer } from './middleware.js';
import type { Observer } from './observer.js';
import type { Redactor } from './redact.js';

export interface Observing {
  readonly observer: Observer;
  readonly layer: Layer;
}

/** Joins hooks and debug log. Loaded by clients that have either. */
export function observe(
  { hooks, debug }: { hooks: Hooks | undefined; debug: DebugOption | undefined },
  redactor: Redactor,
): Observing {
  const log = createLogLine(debug, redactor);
  const listeners = [...(hooks === undefined ? [] : [hooks]), ...(log === undefined ? [] : [debugHooks(log)])];
  const observer = createObserver(listeners, log ?? (() => undefined));
  return { observer, layer: hooksLayer(observer) };
}
