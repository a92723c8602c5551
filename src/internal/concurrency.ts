/**
 * Runs `task` over a source, at most `limit` at a time. Reads no further ahead than it runs.
 * The first failure stops it: nothing new is started, what runs is waited for, then the failure is thrown.
 */
export async function forEachConcurrently<Item>(
  source: AsyncIterable<Item> | Iterable<Item>,
  limit: number,
  task: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let index = 0;
  try {
    for await (const item of source) {
      if (failures.length > 0) break;
      const run: Promise<void> = task(item, index)
        .catch((error: unknown) => {
          failures.push(error);
        })
        .finally(() => running.delete(run));
      index += 1;
      running.add(run);
      if (running.size >= limit) await Promise.race(running);
    }
  } finally {
    await Promise.all(running);
  }
  if (failures.length > 0) throw failures[0];
}
