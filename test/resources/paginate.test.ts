import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/errors.js';
import { observeClient } from '../helpers/client.js';
import { json } from '../helpers/fetch.js';

const task = (id: number) => ({ task_id: `tsk_${id}`, task_type: 'x', status: 'COMPLETED' });

/** Pages of three tasks, by cursor. */
const page = (start: number, next: string | null) =>
  json({ results: [start, start + 1, start + 2].map(task), pagination: { next_cursor: next } });

const setup = () => observeClient([page(1, 'a'), page(4, 'b'), page(7, null)]);

async function take<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const ids = (items: readonly { task_id: string }[]): number[] => items.map(({ task_id: id }) => Number(id.slice(4)));

describe('paginate', () => {
  it('reads every page in order', async () => {
    const { mp, requests } = setup();
    expect(ids(await take(mp.paginate(mp.tasks.list())))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(requests).toHaveLength(3);
  });

  it('has asked for the next page when the first item is read, and not for the one after', async () => {
    const { mp, requests } = setup();
    const items = mp.paginate(mp.tasks.list());
    await items.next();
    await new Promise(setImmediate);
    expect(requests).toHaveLength(2);
    await items.return();
  });

  it('asks for a page only when it is wanted, told not to prefetch', async () => {
    const { mp, requests } = setup();
    const items = mp.paginate(mp.tasks.list(), { prefetch: false });
    for (let read = 0; read < 3; read++) await items.next();
    expect(requests).toHaveLength(1);
    await items.next();
    expect(requests).toHaveLength(2);
    await items.return();
  });

  it.each([
    [2, 1],
    [3, 1],
    [4, 2],
  ])('stops after %i items, having asked for no page more than they need', async (maxItems, pages) => {
    const { mp, requests } = setup();
    expect(await take(mp.paginate(mp.tasks.list(), { maxItems }))).toHaveLength(maxItems);
    expect(requests).toHaveLength(pages);
  });

  it('tells where to go on after each page that was read whole', async () => {
    const { mp } = setup();
    const positions: unknown[] = [];
    const options = {
      maxItems: 5,
      onPageRead: (read: { nextPosition?: unknown }) => positions.push(read.nextPosition),
    };
    await take(mp.paginate(mp.tasks.list(), options));
    expect(positions).toEqual(['a']);
  });

  it('fails when a page fails, after the items before it', async () => {
    const { mp } = observeClient([page(1, 'a'), json({ error: { message: 'gone' } }, { status: 410 })]);
    const read: number[] = [];
    const reading = (async () => {
      for await (const { task_id: id } of mp.paginate(mp.tasks.list())) read.push(Number(id.slice(4)));
    })();
    await expect(reading).rejects.toMatchObject({ status: 410 });
    expect(read).toEqual([1, 2, 3]);
  });

  it('does not hide the failure of the first page when nothing is wanted', async () => {
    const { mp } = observeClient([json({ error: { message: 'no' } }, { status: 401 })]);
    await expect(take(mp.paginate(mp.tasks.list(), { maxItems: 0 }))).rejects.toMatchObject({ status: 401 });
  });

  it('refuses options that it does not take', async () => {
    const { mp } = setup();
    const wrong = { maxItem: 3 } as object;
    await expect(take(mp.paginate(mp.tasks.list(), wrong))).rejects.toThrow(ConfigError);
    await expect(take(mp.paginate(mp.tasks.list(), { maxItems: 1.5 }))).rejects.toThrow(/maxItems is 1.5/);
  });
});
