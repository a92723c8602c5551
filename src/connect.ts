import { createSender } from '#sender';
import { systemClock } from './internal/clock.js';
import { checkOptions, DEFAULT_BASE_URL, readEnvironment } from './options.js';
import type { ClientOptions } from './options.js';
import type { Binding } from './resources/bind.js';
import { createBinding } from './resources/binding.js';
import { createKnownConfigs } from './resources/known-configs.js';
import type { KnownConfigs } from './resources/known-configs.js';
import { createRetryBudget } from './transport/retry-budget.js';
import type { RetryBudget } from './transport/retry-budget.js';
import type { Sender } from './transport/sender.js';
import { createTransport } from './transport/transport.js';
import type { Transport } from './transport/transport.js';
import { WriteTokens } from './transport/write-token.js';
import { version } from './version.js';

/** What a client and those made from it by `withOptions` have in common. */
interface Shared {
  readonly sender: Sender;
  readonly retryBudget: RetryBudget;
  readonly knownConfigs: KnownConfigs;
  readonly writeTokens: WriteTokens;
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
  const {
    sender = createSender({ fetch: given.fetch }),
    retryBudget = createRetryBudget({ clock }),
    knownConfigs = createKnownConfigs(),
    writeTokens: store = new WriteTokens({
      clock,
      ...(given.writeTokenMaxAgeMs === undefined ? {} : { maxAgeMs: given.writeTokenMaxAgeMs }),
    }),
  } = (given as SharingOptions)[SHARED] ?? {};
  const writeTokens = given.writeTokens ?? store;
  const transport = createTransport({
    baseUrl: given.baseUrl ?? readEnvironment('MIXPEEK_BASE_URL') ?? DEFAULT_BASE_URL,
    apiKey: given.apiKey ?? readEnvironment('MIXPEEK_API_KEY'),
    namespace,
    timeoutMs: given.timeoutMs ?? 60_000,
    deadlineMs: given.deadlineMs ?? 600_000,
    maxRetries: given.maxRetries ?? 3,
    headers: given.headers,
    consistency: given.consistency ?? 'session',
    vectorPrecision: given.vectorPrecision,
    resultVectors: given.resultVectors,
    compression: given.compression,
    hooks: given.hooks,
    debug: given.debug,
    clock,
    random,
    writeTokens,
    retryBudget,
    sender,
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
      const shared = keepShared({ sender, retryBudget, knownConfigs, writeTokens }, changes);
      return sharing({ ...kept, ...changes }, shared);
    },
  };
}

/** Another `baseUrl` is another service, to which tokens and what was learned mean nothing. */
function keepShared(shared: Shared, changes: ClientOptions): Partial<Shared> {
  const { sender, retryBudget, knownConfigs, writeTokens } = shared;
  const isSameService = !('baseUrl' in changes);
  return {
    ...('fetch' in changes ? {} : { sender }),
    ...(isSameService && !('clock' in changes) ? { retryBudget } : {}),
    ...(isSameService && !('apiKey' in changes) ? { knownConfigs } : {}),
    ...(isSameService && !('writeTokenMaxAgeMs' in changes) ? { writeTokens } : {}),
  };
}
