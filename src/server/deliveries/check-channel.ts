import type { JsonObject } from '../../internal/json.js';
import { EVENT_FIELDS } from '../events/view.js';
import { isJsonObject } from '../json-object.js';
import type { Violation } from '../problem.js';
import type { ChannelName } from '../records.js';
import { templateRoots } from './templates.js';

type Place = readonly (string | number)[];

const LONGEST_TIMEOUT_SECONDS = 300;
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Headers that belong to the connection. */
const OWN_HEADERS = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'expect', 'upgrade', 'te']);

/** What is wrong with the settings of a channel, beyond what the document says; found when it is made, not when it is used. */
export function checkChannel(channel: ChannelName, configs: JsonObject, at: Place): Violation[] {
  switch (channel) {
    case 'webhook':
      return checkWebhook(configs, at);
    case 'slack':
      return [...checkUrl(configs, 'webhook_url', at), ...checkBlocks(configs, at)];
    case 'email':
      return [
        ...checkAddresses(configs, at),
        ...['subject_template', 'body_template'].flatMap((name) => checkTemplate(configs, name, at)),
      ];
  }
}

function checkWebhook(configs: JsonObject, at: Place): Violation[] {
  const { headers, timeout } = configs;
  const violations = [...checkUrl(configs, 'url', at), ...checkTemplate(configs, 'payload_template', at)];
  if (typeof timeout === 'number' && (timeout <= 0 || timeout > LONGEST_TIMEOUT_SECONDS)) {
    const message = `must be over 0 and at most ${LONGEST_TIMEOUT_SECONDS} seconds, not ${timeout}`;
    violations.push({ type: 'value_error', location: [...at, 'timeout'], message });
  }
  for (const [name, value] of Object.entries(isJsonObject(headers) ? headers : {})) {
    const location = [...at, 'headers', name];
    if (!HEADER_NAME.test(name) || OWN_HEADERS.has(name.toLowerCase())) {
      violations.push({ type: 'value_error', location, message: 'is not the name of a header that can be added' });
    } else if (typeof value !== 'string' || !isHeaderValue(value)) {
      // The value stays out of the message: it may be a secret.
      const message = 'must be one line of printable Latin-1 text';
      violations.push({ type: 'value_error', location, message });
    }
  }
  return violations;
}

/** What `fetch` would refuse: line breaks and other controls, and characters past Latin-1. */
const isHeaderValue = (value: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(value);

function checkUrl(configs: JsonObject, name: string, at: Place): Violation[] {
  const value = configs[name];
  const location = [...at, name];
  if (typeof value !== 'string') return [{ type: 'missing', location, message: 'is required for this channel' }];
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return [{ type: 'value_error', location, message: 'must be an http: or https: URL' }];
  }
  if (url.username === '' && url.password === '') return [];
  return [{ type: 'value_error', location, message: 'must have no user name and password; put secrets into headers' }];
}

function checkAddresses(configs: JsonObject, at: Place): Violation[] {
  const to = configs['to_addresses'];
  const location = [...at, 'to_addresses'];
  if (!Array.isArray(to) || to.length === 0) {
    return [{ type: 'missing', location, message: 'must have at least one address' }];
  }
  return to.flatMap((address, index) =>
    typeof address === 'string' && /^[^@\s]+@[^@\s]+$/.test(address)
      ? []
      : [{ type: 'value_error', location: [...location, index], message: 'must be an e-mail address' }],
  );
}

function checkBlocks(configs: JsonObject, at: Place): Violation[] {
  const text = configs['blocks_template'];
  if (typeof text !== 'string') return [];
  try {
    JSON.parse(text);
  } catch {
    return [{ type: 'value_error', location: [...at, 'blocks_template'], message: 'must be JSON text' }];
  }
  return checkTemplate(configs, 'blocks_template', at);
}

function checkTemplate(configs: JsonObject, name: string, at: Place): Violation[] {
  const known: readonly string[] = EVENT_FIELDS;
  const unknown = templateRoots(configs[name] ?? null).find((root) => !known.includes(root));
  if (unknown === undefined) return [];
  const message = `{{${unknown}}} is no field of an event; there are ${known.join(', ')}`;
  return [{ type: 'value_error', location: [...at, name], message }];
}
