import type { Page, PagePromise } from '../call.js';
import { aBoolean, aFunction, checkOptionValues, wholeNumber } from './option-checks.js';
import type { OptionChecks } from './option-checks.js';

/** How to read a long list. */
export interface PaginateOptions<Body, Item> {
  /** Stops after this many items. Default: all. */
  maxItems?: number | undefined;
  /** Asks for the next page while the items of this one are read. Default true. */
  prefetch?: boolean | undefined;
  /**
   * Called when all items of a page were taken. `page.nextPosition` is where another run can go on: give it to the list as
   * its `cursor`, `offset`, `skip` or `page`, whichever it takes.
   */
  onPageRead?: ((page: Page<Body, Item>) => void) | undefined;
}

const CHECKS: OptionChecks<PaginateOptions<unknown, unknown>> = {
  maxItems: wholeNumber,
  prefetch: aBoolean,
  onPageRead: aFunction,
};

/** The items of a list of any dialect, a page ahead of whoever reads them. */
export async function* paginate<Body, Item>(
  list: PagePromise<Body, Item>,
  options: PaginateOptions<Body, Item> = {},
): AsyncGenerator<Item, void, undefined> {
  checkOptionValues({ ...options }, CHECKS);
  const { maxItems = Infinity, prefetch = true, onPageRead } = options;
  const pages = list.pages()[Symbol.asyncIterator]();
  let left = maxItems;
  let coming = pages.next();
  try {
    while (left > 0) {
      const turn = await coming;
      if (turn.done === true) return;
      const page = turn.value;
      const wantsMore = page.items.length < left;
      const ahead = prefetch && wantsMore ? expectLater(pages.next()) : undefined;
      const taken = page.items.slice(0, left);
      yield* taken;
      left -= taken.length;
      if (taken.length === page.items.length) onPageRead?.(page);
      if (!wantsMore) return;
      coming = ahead ?? pages.next();
    }
    // Nothing is wanted, but the first page was asked for: a failure of it must not go unseen.
    await coming;
  } finally {
    // A page that is on its way is not waited for.
    void pages.return?.().catch(() => undefined);
  }
}

/** Whoever awaits it sees its failure; when nobody does any more, nothing breaks. */
function expectLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
