/** Uses a client in one way, closes it, and prints what still keeps the process alive. Ends by itself or not at all. */
import { Mixpeek } from '../../src/client.js';

const [, , baseUrl = '', way = ''] = process.argv;
const options = { apiKey: 'sk_test', baseUrl, namespace: 'n', random: () => 0 };
const mp = new Mixpeek(options);
const mine = (names: string[]): string[] => names.filter((name) => /TCP|TLS|Timeout|DNS|GetAddrInfo/.test(name));
const before = mine(process.getActiveResourcesInfo()).length;
const outcomes: unknown[] = [];

const ways: Record<string, () => Promise<void>> = {
  unused: () => mp.close(),
  used: async () => {
    outcomes.push(await mp.documents.get('d'));
    await mp.close();
  },
  using: async () => {
    await using own = new Mixpeek(options);
    outcomes.push(await own.documents.get('d'));
  },
  busy: async () => {
    const calls = Promise.all([mp.documents.get('slow'), mp.withOptions({ maxRetries: 1 }).documents.get('slow')]);
    await mp.close();
    outcomes.push(...(await calls));
  },
  retrying: async () => {
    const call = mp.documents.get('fails-once');
    await mp.close();
    outcomes.push(await call);
  },
  streaming: async () => {
    const events = await mp.retrievers.execute('r', { stream: true });
    const reading = (async () => {
      for await (const event of events) outcomes.push(event);
    })();
    await mp.close();
    await reading;
  },
  left: async () => {
    for await (const event of await mp.retrievers.execute('endless', { stream: true })) {
      outcomes.push(event);
      break;
    }
    await mp.close();
  },
  extras: async () => {
    const own = mp.withOptions({ hedge: { afterMs: 60_000 }, dedupe: true, cache: { ttlMs: 60_000 } });
    outcomes.push(...(await Promise.all([own.documents.get('d'), own.documents.get('d'), own.documents.get('d')])));
    await own.close();
  },
  again: async () => {
    await mp.documents.get('d');
    await mp.close();
    outcomes.push(await mp.documents.get('d'));
    await mp.close();
  },
};

await ways[way]?.();
// Sockets are let go of in the turn after.
await new Promise((resolve) => setImmediate(resolve));
const left = mine(process.getActiveResourcesInfo());
console.log(JSON.stringify({ outcomes, left: left.slice(before) }));
