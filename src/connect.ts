import { createSender } from '#sender';
import { systemClock } from './internal/clock.js';
import { checkOptions, DEFAULT_BASE_URL, readEnvironment } from './options.js';
import type { ClientOptions } from './options.js';
import type { Binding } from './resources/bind.js';
import { createBinding } from './resources/binding.js';
import { createKnownConfigs } from './resources/known-configs.js';
import type { KnownConfigs } from './resources/known-configs.js';
import { createInFlight } from './transport/in-flight.js';
import type { InFlight } from './transport/in-flight.js';
import { createRetryBudget } from './transport/retry-budget.js';
import type { RetryBudget } from './transport/retry-budget.js';
import type { Sender } from './transport/sender.js';
import { createTransport, lazySharedReads } from './transport/transport.js';
import type { Transport, TransportOptions } from './transport/transport.js';
import { WriteTokens } from './transport/write-token.js';
import { version } from './version.js';

/** What a client and those made from it by `withOptions` have in common. */
interface Shared {
  readonly sender: Sender;
  readonly inFlight: InFlight;
  readonly retryBudget: RetryBudget;
  readonly knownConfigs: KnownConfigs;
  readonly writeTokens: WriteTokens;
  readonly sharedReads: NonNullable<TransportOptions['sharedReads']>;
}

/** A client before it has methods. */
export interface Connection {
  readonly binding: Binding;
  readonly transport: Transport;
  readonly writeTokens: WriteTokens;
  /** The options of a client with some of them changed, sharing what the changes leave common. */
  derive(changes: ClientOptions): ClientOptions;
}

/** Not a name, so that nobody can pass it and no check sees it. */
const SHARED = Symbol('shared parts');
interface SharingOptions extends ClientOptions {
  [SHARED]?: Partial<Shared>;
}

/** The same options, with parts that the client is to use in place of its own. */
export function sharing(options: ClientOptions, parts: Partial<Shared>): ClientOptions {
  const shared: SharingOptions = { ...options, [SHARED]: parts };
  return shared;
}

/** Joins the parts of one client; the only wiring. @throws ConfigError for an option that is unknown or wrong */
export function connect(options: ClientOptions): Connection {
  const given = checkOptions(options);
  const clock = given.clock ?? systemClock;
  const random = given.random ?? Math.random;
  const namespace = given.namespace ?? readEnvironment('MIXPEEK_NAMESPACE');
  const shared = (given as SharingOptions)[SHARED] ?? {};
  const {
    sender = createSender({ fetch: given.fetch }),
    inFlight = createInFlight(),
    retryBudget = createRetryBudget({ clock }),
    knownConfigs = createKnownConfigs(),
    writeTokens: store = new WriteTokens({
      clock,
      ...(given.writeTokenMaxAgeMs === undefined ? {} : { maxAgeMs: given.writeTokenMaxAgeMs }),
    }),
  } = shared;
  const writeTokens = given.writeTokens ?? store;
  const { sharedReads = lazySharedReads({ clock, writeTokens, cache: given.cache }) } = shared;
  const transport = createTransport({
    baseUrl: given.baseUrl ?? readEnvironment('MIXPEEK_BASE_URL') ?? DEFAULT_BASE_URL,
    apiKey: given.apiKey ?? readEnvironment('MIXPEEK_API_KEY'),
    publicKey: given.publicKey ?? readEnvironment('MIXPEEK_PUBLIC_KEY'),
    namespace,
    timeoutMs: given.timeoutMs ?? 60_000,
    deadlineMs: given.deadlineMs ?? 600_000,
    maxRetries: given.maxRetries ?? 3,
    headers: given.headers,
    consistency: given.consistency ?? 'session',
    vectorPrecision: given.vectorPrecision,
    resultVectors: given.resultVectors,
    compression: given.compression,
    hedge: given.hedge,
    dedupe: given.dedupe,
    cache: given.cache,
    hooks: given.hooks,
    debug: given.debug,
    clock,
    random,
    writeTokens,
    retryBudget,
    sender,
    inFlight,
    sharedReads,
    userAgent: `mixpeek-js/${version}`,
  });
  return {
    binding: createBinding({ transport, clock, random, knownConfigs, namespace }),
    transport,
    writeTokens,
    derive(options) {
      const changes = checkOptions(options);
      // This client's store is among the shared parts, whether it was given or not.
      const { writeTokens: _store, ...kept } = given;
      const shared = keepShared({ sender, inFlight, retryBudget, knownConfigs, writeTokens, sharedReads }, changes);
      return sharing({ ...kept, ...changes }, shared);
    },
  };
}

/** Another `baseUrl` is another service, to which tokens and what was learned mean nothing. */
function keepShared(shared: Shared, changes: ClientOptions): Partial<Shared> {
  const { sender, inFlight, retryBudget, knownConfigs, writeTokens, sharedReads } = shared;
  const isSameService = !('baseUrl' in changes);
  const isSameSession = isSameService && !('writeTokens' in changes) && !('writeTokenMaxAgeMs' in changes);
  return {
    ...('fetch' in changes ? {} : { sender, inFlight }),
    ...(isSameService && !('clock' in changes) ? { retryBudget } : {}),
    ...(isSameService && !('apiKey' in changes) ? { knownConfigs } : {}),
    ...(isSameService && !('writeTokenMaxAgeMs' in changes) ? { writeTokens } : {}),
    ...(isSameSession && !('clock' in changes) && !('cache' in changes) ? { sharedReads } : {}),
  };
}
