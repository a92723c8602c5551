/** Where items come from: an array, a generator, a Node stream in object mode, a web stream. */
export type BulkSource<Item> = Iterable<Item> | AsyncIterable<Item> | ReadableStream<Item>;

type Step<Item> = IteratorResult<Item, unknown>;

/** Items one by one: at once when the source has them at hand. */
export interface OpenSource<Item> {
  next(): Step<Item> | Promise<Step<Item>>;
  /** Lets go of what the source holds. Not waited for: a source that is stuck would keep us waiting, too. */
  close(): void;
}

export function isBulkSource(value: unknown): value is BulkSource<unknown> {
  if (typeof value !== 'object' || value === null) return false;
  return Symbol.asyncIterator in value || Symbol.iterator in value || isReader(value);
}

export function openSource<Item>(source: BulkSource<Item>): OpenSource<Item> {
  const { [Symbol.asyncIterator]: iterate, [Symbol.iterator]: iterateAtOnce } = source as Partial<
    AsyncIterable<Item> & Iterable<Item>
  >;
  if (iterate !== undefined) return fromIterator(iterate.call(source));
  if (iterateAtOnce !== undefined) return fromIterator(iterateAtOnce.call(source));
  return fromReader((source as ReadableStream<Item>).getReader());
}

/** Not every browser can iterate a web stream. */
function isReader(value: object): boolean {
  return 'getReader' in value && typeof value.getReader === 'function';
}

function fromIterator<Item>(iterator: Iterator<Item, unknown> | AsyncIterator<Item, unknown>): OpenSource<Item> {
  return {
    next: () => iterator.next(),
    close: () => {
      ignore(() => iterator.return?.());
    },
  };
}

function fromReader<Item>(reader: ReadableStreamDefaultReader<Item>): OpenSource<Item> {
  return {
    next: () => reader.read(),
    close: () => {
      ignore(() => reader.cancel());
    },
  };
}

/** A source that fails while it is closed has nothing more to say: the run has ended. */
function ignore(close: () => unknown): void {
  void (async () => close())().catch(() => undefined);
}
