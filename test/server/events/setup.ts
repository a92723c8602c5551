import type { WebhookInput, WebhookEventType } from '../../../src/generated/schemas.js';
import type { ServerOptions } from '../../../src/server/index.js';
import { setupClient } from '../../helpers/client.js';

interface Deliveries {
  deliveries: {
    delivery_id: string;
    status: string;
    started: number;
    next_attempt_at: string | null;
    attempts: { status: number | null; error: string | null }[];
    request: { headers: Record<string, string>; body: string };
  }[];
}

/** A namespace with a retriever of red things, on a clock that stands still. */
export async function setup(options: ServerOptions = {}) {
  const logged: string[] = [];
  const world = setupClient({}, { clock: 'manual', log: (message) => void logged.push(message), ...options });
  const { mp, server } = world;
  await mp.namespaces.create({ namespace_id: 'ns', mode: 'standalone' });
  const retriever = await mp.retrievers.create({
    retriever_name: 'red',
    stages: [
      {
        stage_name: 'red',
        config: { stage_id: 'attribute_filter', parameters: { field: 'color', operator: 'eq', value: 'red' } },
      },
    ],
  });
  const look = async <T>(path: string): Promise<T> =>
    (await server.fetch(`http://mixpeek.test/__mixpeek/${path}`)).json() as Promise<T>;
  return {
    ...world,
    logged,
    retrieverId: retriever.retriever_id,
    deliveries: async () => (await look<Deliveries>('deliveries')).deliveries,
    outbox: async () => (await look<{ mails: Record<string, unknown>[] }>('outbox')).mails,
    /** Creates an alert without channels that matter, which publishes alert.created. */
    happen: (name: string) =>
      mp.alerts.create({
        name,
        retriever_id: 'red',
        notification_config: { channels: [{ channel_type: 'in_app' }] },
      }),
  };
}

export const webhookTo = (
  url: string,
  {
    events = ['alert.created'],
    ...more
  }: Partial<WebhookInput> & { events?: WebhookEventType[]; configs?: object } = {},
): WebhookInput => {
  const { configs = {}, ...fields } = more;
  return {
    webhook_name: 'hook',
    event_types: events,
    channels: [{ channel: 'webhook', configs: { url, ...configs } }],
    ...fields,
  };
};
