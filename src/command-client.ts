import { Mixpeek } from './client.js';
import { sharing } from './connect.js';
import type { ClientOptions } from './options.js';
import { createHttpSender } from './transport/http-sender.js';
import { createNativeFetchTest } from './transport/native-fetch.js';
import { usesProxy } from './transport/proxy.js';

/** A client for a process that sends a few requests and ends: the quickest to start. Node only. */
export function createCommandClient(options: ClientOptions): Mixpeek {
  const isSeen = options.fetch !== undefined || !createNativeFetchTest()(globalThis.fetch);
  if (isSeen || usesProxy(process.env)) return new Mixpeek(options);
  return new Mixpeek(sharing(options, { sender: createHttpSender() }));
}
