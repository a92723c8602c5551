import type { Operation } from '../operation.js';
import { createAdmin, ADMIN_PREFIX } from './admin.js';
import { createAlarm } from './alarm.js';
import { createAuthenticate } from './authenticate.js';
import { createBackground } from './background.js';
import { createClock, type ServerClock } from './clock.js';
import { ARCHIVE_TABLES, createCommit, type Commit } from './commit.js';
import type { Services, StateReader } from './context.js';
import { describeCoverage, type Coverage } from './coverage.js';
import { createDecode } from './decode.js';
import { createEmbedders } from './embed/create-embedders.js';
import { encodeProblem } from './encode.js';
import { taskEvents } from './events/task-events.js';
import type { Incoming, Outgoing } from './exchange.js';
import { createFaults, type Faults } from './faults.js';
import { createFetch } from './fetch-face.js';
import { listDeliveries, listMails } from './deliveries/log.js';
import { createDownloads } from './downloads.js';
import { createFiles } from './create-files.js';
import { createFilterUsage } from './filter-usage.js';
import { createIds } from './ids.js';
import { createJobRunner, type JobRunner } from './jobs.js';
import { createJournal, type Journal } from './journal.js';
import { systemTimer, type Timer } from './keep-alive.js';
import { createMeter } from './meter.js';
import { createMutex } from './mutex.js';
import { checkOptions, type ServerOptions } from './options.js';
import { createPipeline } from './pipeline.js';
import { createOutbound } from './outbound.js';
import type { Listening, ListenOptions, Platform, Storage } from './platform/platform.js';
import { createRandom, createSecureRandom, deriveSeed } from './random.js';
import { createRateLimiter } from './rate-limit.js';
import type { JobTable, ResolverTable } from './resolvers/table.js';
import { createReceive } from './receive.js';
import { createRouter } from './router.js';
import type { DocumentSchemas } from './schemas.js';
import { createState } from './state.js';
import { toProblem } from './to-problem.js';
import { createTransaction } from './transaction.js';
import { FILES_PREFIX, UPLOADS_PREFIX } from './upload-address.js';
import { createUploads } from './uploads.js';
import { createValidation } from './validate.js';
import { createWriteTokens } from './write-token.js';

/** A reference server. Its state, clock, random numbers and ids are its own. */
export interface Server {
  /** Answers like the API would; pass it to a client as its `fetch`. */
  fetch(input: Request | string | URL, init?: RequestInit): Promise<Response>;
  /** Resolves when the state is loaded. Requests wait for it by themselves; call it to see what prevents a start. */
  ready(): Promise<void>;
  /** Forgets all state, faults and requests, on disk too. The clock keeps its time. */
  reset(): Promise<void>;
  /** Time, as tasks, times to live and rate limits see it. */
  readonly clock: ServerClock;
  /** Failures to order. */
  readonly faults: Faults;
  /** The last 1,000 requests. */
  readonly requests: Journal;
  /** Serves over HTTP, on loopback unless a host is given. */
  listen(options?: ListenOptions): Promise<Listening>;
  /** Does what is due, and resolves when nothing is under way in the background: deliveries, imports, events. */
  settle(): Promise<void>;
  /** Stops listening and releases the data directory. */
  close(): Promise<void>;
  /** How faithfully each operation is answered. */
  coverage(): Coverage;
}

/** What a server is made of: the document as rows and schemas, behaviour, and a platform. */
export interface ServerParts {
  readonly platform: Platform;
  readonly operations: readonly Operation[];
  readonly schemas: DocumentSchemas;
  readonly resolvers: ResolverTable;
  readonly jobs: JobTable;
  readonly version: string;
  /** What keeps quiet event streams alive. Default: the platform's timers. */
  readonly timer?: Timer;
}

/** What answers requests: operations, and the addresses that uploads are put to. */
interface Faces {
  readonly pipeline: Handler;
  readonly uploads: Handler;
  readonly downloads: Handler;
  readonly services: Services;
  readonly commit: Commit;
  readonly jobs: JobRunner;
}

type Handler = (incoming: Incoming) => Promise<Outgoing>;

const DEFAULT_MAX_ARCHIVE_BYTES = 10 * 1024 ** 3;
const DEFAULT_MAX_BODY_BYTES = 256 * 1024 ** 2;

/** Joins the parts of one instance; the only wiring. */
export function createCore(options: ServerOptions, parts: ServerParts): Server {
  checkOptions(options);
  const { lagMs = 0, taskMs = 0, deployMs = 0, tier = 'enterprise', log = console.error, seed } = options;
  const { maxArchiveBytes = DEFAULT_MAX_ARCHIVE_BYTES, maxBodyBytes = DEFAULT_MAX_BODY_BYTES } = options;
  const choice = options.embedders;
  const embedders = choice !== undefined && 'forService' in choice ? choice : createEmbedders(choice);
  const clock = createClock(options.clock);
  const faults = createFaults(deriveSeed(seed ?? 0, 'faults'));
  const journal = createJournal();
  const rateLimiter = createRateLimiter(options.rateLimit ?? options.tier !== undefined, clock);
  const state = createState({ clock, lagMs });
  const filterUsage = createFilterUsage();
  const meter = createMeter();
  const outbound = createOutbound(options.allowHosts ?? []);
  const exclusively = createMutex();
  const listeners = new Set<Listening>();
  const secureRandom = createSecureRandom();
  const generators = { starts: 0, ids: secureRandom, requests: secureRandom, values: secureRandom };

  const seedGenerators = (): void => {
    if (seed === undefined) return;
    // The number of starts keeps a restarted server from giving out the same ids again.
    const sequence = (name: string) => createRandom(deriveSeed(seed, generators.starts, name));
    Object.assign(generators, { ids: sequence('ids'), requests: sequence('requests'), values: sequence('values') });
  };

  const reset = async (): Promise<void> => {
    const { storage } = await start();
    await exclusively(async () => {
      await storage.store.clear();
      state.clear();
      await storage.removeFilesExcept(new Set());
    });
    filterUsage.clear();
    meter.clear();
    faults.clear();
    journal.clear();
    rateLimiter.reset();
    seedGenerators();
  };

  const coverage = () => describeCoverage(parts.operations, parts.resolvers);
  const read = async <T>(view: (reader: StateReader) => T): Promise<T> => {
    await start();
    return view(state);
  };
  const admin = createAdmin({
    version: parts.version,
    clock,
    faults,
    coverage,
    reset,
    requests: journal.list,
    deliveries: () => read(listDeliveries),
    outbox: () => read(listMails),
  });

  const hashText = (text: string, { createHash }: Platform): string => {
    const hash = createHash();
    hash.update(new TextEncoder().encode(text));
    return hash.hex();
  };

  const assemble = (storage: Storage, secret: string): Faces => {
    const { platform, schemas, resolvers, jobs } = parts;
    const validation = createValidation(schemas);
    const sign = (message: string): string => platform.hmac(secret, message);
    const writeTokens = createWriteTokens({ sign, clock });
    const receive = createReceive({ platform, storage });
    const { openFile } = storage;
    const files = createFiles({ receive, openFile, sign, clock, maxBytes: maxArchiveBytes });
    const services: Services = {
      clock,
      id: createIds(() => generators.ids()),
      random: () => generators.values(),
      hash: (text) => hashText(text, platform),
      embedders,
      issueWriteToken: writeTokens.issue,
      sign,
      filterUsage,
      meter,
      outbound,
      sha256: (content) => digest(platform, content),
      checkBody: validation.body,
      files,
      heldJobs: new Set(),
      settings: { taskMs, deployMs, maxArchiveBytes, version: parts.version, tier },
    };
    const requestId = createIds(() => generators.requests());
    const commit = createCommit({
      storage,
      state,
      start: background.start,
      consequences: (changes) => taskEvents(changes, { state, services }),
    });
    const jobRunner = createJobRunner({ jobs, state, services, commit, exclusively, log });
    const pipeline = createPipeline({
      router: createRouter(parts.operations),
      resolvers,
      schemas,
      faults,
      authenticate: createAuthenticate({ keys: options.keys, tier, state, hash: services.hash, now: clock.now }),
      rateLimiter,
      decode: createDecode({ schemas, receive }, { maxBodyBytes, maxFileBytes: maxArchiveBytes }),
      validation,
      writeTokens,
      runDueJobs: jobRunner.runDue,
      state,
      services,
      commit,
      exclusively,
      requestId: () => requestId('req'),
      record: journal.add,
      log,
      timer: parts.timer ?? systemTimer,
      strict: options.strict === true,
      checkResponses: options.checkResponses === true,
    });
    const uploads = createUploads({
      state,
      clock,
      receive,
      maxBytes: maxArchiveBytes,
      exclusively,
      commit,
      createTransaction: () => createTransaction(services.id),
    });
    const downloads = createDownloads({ state, files });
    return { pipeline, uploads, downloads, services, commit, jobs: jobRunner };
  };

  const open = async (): Promise<Faces & { storage: Storage }> => {
    const storage = await parts.platform.openStorage(options.dataDir);
    const { store } = storage;
    generators.starts = Number((await store.getValue('starts')) ?? 0) + 1;
    await store.setValue('starts', String(generators.starts));
    const secret = (await store.getValue('secret')) ?? createIds(secureRandom)('key') + createIds(secureRandom)('');
    await store.setValue('secret', secret);
    await state.load(store.load());
    await storage.removeFilesExcept(
      new Set(ARCHIVE_TABLES.flatMap((table) => state.list(table).flatMap(({ archive }) => archive ?? []))),
    );
    seedGenerators();
    return { storage, ...assemble(storage, secret) };
  };

  let starting: ReturnType<typeof open> | undefined;
  let opened: Awaited<ReturnType<typeof open>> | undefined;
  const start = () => (starting ??= open().then((faces) => (opened = faces)));

  let closed = false;
  const background = createBackground({ exclusively, state, faces: start, log });
  const alarm = createAlarm({
    // A clock that stands still reaches no time by itself.
    runs: options.clock === undefined || options.clock === 'real',
    now: clock.now,
    nextDueAt: () => (closed ? undefined : opened?.jobs.nextDueAt()),
    ring: () => opened?.jobs.runDue(),
  });
  const handle = async (incoming: Incoming): Promise<Outgoing> => {
    if (closed) throw new Error('The server is closed. Create another one to go on.');
    const { pipeline, uploads, downloads } = opened ?? (await start());
    const { pathname } = incoming.target;
    if (!pathname.startsWith(ADMIN_PREFIX)) return pipeline(incoming).finally(alarm.set);
    const answer = pathname.startsWith(UPLOADS_PREFIX)
      ? uploads
      : pathname.startsWith(FILES_PREFIX)
        ? downloads
        : admin;
    return answer(incoming).catch((error: unknown) => encodeProblem(toProblem(error, log), {}));
  };

  return {
    fetch: createFetch(handle),
    async ready() {
      await start();
    },
    reset,
    clock,
    faults,
    requests: journal,
    async listen(listenOptions = {}) {
      if (parts.platform.listen === undefined)
        throw new Error('This platform cannot listen on a port. Use server.fetch.');
      await start();
      const listening = await parts.platform.listen(handle, listenOptions);
      listeners.add(listening);
      return listening;
    },
    async settle() {
      const { jobs } = await start();
      do {
        await jobs.runDue();
        await background.idle();
      } while ((jobs.nextDueAt() ?? Infinity) <= clock.now());
    },
    async close() {
      alarm.clear();
      await Promise.all(Array.from(listeners, (listening) => listening.close()));
      listeners.clear();
      closed = true;
      const faces = await starting?.catch(() => undefined);
      await background.close();
      // A writer whose turn it is may finish.
      if (faces !== undefined) await exclusively(() => faces.storage.close());
    },
    coverage,
  };
}

function digest(platform: Platform, content: string | Uint8Array): string {
  const hash = platform.createHash();
  hash.update(typeof content === 'string' ? new TextEncoder().encode(content) : content);
  return hash.hex();
}
