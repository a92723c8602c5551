import type { JsonObject, JsonValue } from '../../internal/json.js';
import { isJsonObject, textOf, textsOf } from '../json-object.js';
import type { ChannelRecord, MailRecord, OutgoingMessage } from '../records.js';
import { fillTemplate, fillText } from './templates.js';

const DEFAULT_TIMEOUT_SECONDS = 10;

/** What a webhook channel POSTs for an event: the event itself, or the channel's template filled in. */
export function toWebhookMessage({ configs }: ChannelRecord, event: JsonObject, userAgent: string): OutgoingMessage {
  const template = configs['payload_template'];
  return {
    url: textOf(configs, 'url'),
    headers: { 'Content-Type': 'application/json', 'User-Agent': userAgent, ...headersOf(configs['headers']) },
    body: JSON.stringify(isJsonObject(template) ? fillTemplate(template, event) : event),
    timeout_ms: 1000 * (typeof configs['timeout'] === 'number' ? configs['timeout'] : DEFAULT_TIMEOUT_SECONDS),
  };
}

/** What a Slack channel POSTs to its incoming webhook. */
export function toSlackMessage({ configs }: ChannelRecord, event: JsonObject, userAgent: string): OutgoingMessage {
  const blocks = configs['blocks_template'];
  const own = ['channel', 'username', 'icon_emoji', 'icon_url'].flatMap((name) => {
    const value = configs[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  const body = {
    text: summaryOf(event),
    ...Object.fromEntries(own),
    // Filled after it was parsed: a value with a quotation mark must not end the JSON.
    ...(typeof blocks === 'string' ? { blocks: fillTemplate(JSON.parse(blocks) as JsonValue, event) } : {}),
  };
  return {
    url: textOf(configs, 'webhook_url'),
    headers: { 'Content-Type': 'application/json', 'User-Agent': userAgent },
    body: JSON.stringify(body),
    timeout_ms: 1000 * DEFAULT_TIMEOUT_SECONDS,
  };
}

/** The mail of an e-mail channel. */
export function toMail({ configs }: ChannelRecord, event: JsonObject): Omit<MailRecord, 'id' | 'created_at'> {
  const contentType = typeof configs['content_type'] === 'string' ? configs['content_type'] : 'html';
  const { subject_template: subject, body_template: body } = configs;
  return {
    to: textsOf(configs['to_addresses']),
    cc: textsOf(configs['cc_addresses']),
    bcc: textsOf(configs['bcc_addresses']),
    subject: typeof subject === 'string' ? fillText(subject, event) : summaryOf(event),
    body: typeof body === 'string' ? fillText(body, event) : plainBody(event, contentType),
    content_type: contentType,
    about: textOf(event, 'event_id'),
  };
}

const summaryOf = (event: JsonObject): string => fillText('{{event_type}}: {{subject.type}} {{subject.id}}', event);

function plainBody(event: JsonObject, contentType: string): string {
  if (contentType === 'json') return JSON.stringify(event);
  const text = JSON.stringify(event, null, 2);
  if (contentType === 'html') return `<pre>${escapeHtml(text)}</pre>`;
  return contentType === 'markdown' ? `\`\`\`json\n${text}\n\`\`\`` : text;
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function headersOf(value: JsonValue | undefined): Record<string, string> {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, typeof text === 'string' ? text : '']));
}
