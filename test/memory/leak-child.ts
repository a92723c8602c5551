/** Makes many requests on one client with one signal and prints what is left of them. Run with --expose-gc. */
import { Mixpeek } from '../../src/client.js';
import { createServer } from '../../src/server/index.js';

const COUNT = Number(process.argv[2] ?? 10_000);
const WIDTH = 20;
const SAMPLES = 5;

/** Counts the listeners of a signal. */
function countListeners(signal: AbortSignal): () => number {
  const listeners = new Set<unknown>();
  const { addEventListener: add, removeEventListener: remove } = signal;
  signal.addEventListener = (type: string, listener: EventListener, options?: AddEventListenerOptions) => {
    listeners.add(listener);
    add.call(signal, type, listener, options);
  };
  signal.removeEventListener = (type: string, listener: EventListener) => {
    listeners.delete(listener);
    remove.call(signal, type, listener);
  };
  return () => listeners.size;
}

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function heap(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    await settle();
    (globalThis as { gc?: () => void }).gc?.();
  }
  return process.memoryUsage().heapUsed;
}

const server = createServer({ seed: 1 });
const mp = new Mixpeek({
  apiKey: 'sk_test',
  baseUrl: 'http://mixpeek.test',
  namespace: 'ns',
  fetch: server.fetch,
  timeoutMs: 30_000,
  deadlineMs: 60_000,
  maxRetries: 0,
});
await mp.namespaces.create({ namespace_id: 'ns' });
await mp.namespaces.documents.upsert({ documents: [{ document_id: 'd', vectors: { v: [1, 0] } }] });

const { signal } = new AbortController();
const listeners = countListeners(signal);
const timersBefore = timers();
let mostListeners = 0;
let failures = 0;

/** Reads, lists, searches and failures: every way that a call can end, but for an abort. */
async function call(index: number): Promise<void> {
  const options = { signal };
  switch (index % 5) {
    case 0:
      await mp.documents.get('d', {}, options);
      break;
    case 1:
      await mp.documents.list({}, options).toArray({ max: 1 });
      break;
    case 2:
      await mp.documents.get('missing', {}, options).catch(() => (failures += 1));
      break;
    case 3:
      await mp.namespaces.get('ns', {}, options).withResponse();
      break;
    default:
      await mp.documents.list({ limit: -1 }, options).catch(() => (failures += 1));
  }
  mostListeners = Math.max(mostListeners, listeners());
}

async function run(from: number, count: number): Promise<void> {
  for (let at = 0; at < count; at += WIDTH) {
    const calls = Array.from({ length: Math.min(WIDTH, count - at) }, (_, index) => call(from + at + index));
    mostListeners = Math.max(mostListeners, listeners());
    await Promise.all(calls);
  }
}

// The first part fills caches, compiled schemas and the server's journal.
await run(0, Math.max(3_000, COUNT / 10));
const heaps = [await heap()];
for (let sample = 0; sample < SAMPLES; sample++) {
  await run(sample * 1_000, COUNT / SAMPLES);
  heaps.push(await heap());
}
const [first = 0, ...rest] = heaps;
const result = {
  listeners: listeners(),
  mostListeners,
  timersBefore,
  timersAfter: timers(),
  failures,
  growthBytes: Math.min(...rest.slice(-2)) - first,
};
await mp.close();
await server.close();
process.stdout.write(JSON.stringify(result));
