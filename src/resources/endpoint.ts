import { lazy } from '../internal/lazy.js';
import type { Operation } from '../operation.js';
import { compileArguments } from './arguments.js';
import type { ReadArguments } from './arguments.js';
import { compileFieldCheck } from './check-fields.js';
import type { CheckFields } from './check-fields.js';
import type { toPage } from './page.js';

/** A row with what is worked out from it once, for the many calls that use it. */
export interface Prepared {
  readonly row: Operation;
  readonly readArguments: ReadArguments;
  readonly checkFields: CheckFields;
  /** Set for what lists. */
  readonly toPage: typeof toPage | undefined;
}

/** An operation that can be called, whether its row is loaded yet or not. */
export interface Endpoint {
  /** Its answers are pages. */
  readonly lists: boolean;
  readonly prepare: () => Prepared | Promise<Prepared>;
}

export function createEndpoint(
  load: () => Operation | Promise<Operation>,
  { lists = false }: { lists?: boolean } = {},
): Endpoint {
  const prepare = lazy(async () => {
    // Before anything is sent: an answer must not wait for code that a broken line cannot bring.
    const [row, page] = await Promise.all([load(), lists ? import('./page.js') : undefined]);
    return {
      row,
      readArguments: compileArguments(row),
      checkFields: compileFieldCheck(row),
      toPage: page?.toPage,
    };
  });
  return { lists, prepare };
}
