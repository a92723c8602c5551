import type { Page, PagePromise } from '../call.js';
import { ValidationError } from '../errors.js';
import { ApiCall } from './api-call.js';
import type { Fields } from './plain-object.js';

/** Member of a page: iterates it and the pages after it. */
export const PAGES = Symbol('pages');

export type AnyPage = Page<Fields, unknown> & { [PAGES](): AsyncIterable<AnyPage> };

/** A list call: awaited it is one page, iterated it is every item. Asked to stream, it is the events instead. */
export class PageCall extends ApiCall<AnyPage> implements PagePromise<Fields, unknown> {
  async *pages(): AsyncGenerator<AnyPage> {
    yield* (await this)[PAGES]();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator {
    yield* await this;
  }

  async toArray({ max = Infinity }: { max?: number } = {}): Promise<unknown[]> {
    if (typeof max !== 'number' || !(max >= 0)) {
      throw new ValidationError(`max is ${String(max)}; it must be a number from 0 up.`, {
        fieldErrors: [{ path: 'max', message: 'must be a number from 0 up' }],
      });
    }
    const all: unknown[] = [];
    // The first page is asked for in any case; a failure of it must not go unseen.
    const first = await this;
    if (max === 0) return all;
    for await (const item of first) {
      all.push(item);
      if (all.length >= max) break;
    }
    return all;
  }
}
