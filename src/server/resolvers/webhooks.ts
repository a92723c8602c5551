import { deliveryJobs } from '../deliveries/send.js';
import type { JobTable, ResolverTable } from './table.js';
import { createWebhook, replaceWebhook } from './webhooks/change.js';
import { deleteWebhook } from './webhooks/delete.js';
import { findWebhook } from './webhooks/find.js';
import { listWebhooks } from './webhooks/list.js';
import { toWebhookView } from './webhooks/view.js';

const NOTE =
  'Delivers to this machine and to hosts that the option allowHosts names; mails are kept in the outbox, not sent.';

export const webhookResolvers = {
  'organizations.webhooks.create': { fidelity: 'behavioural', note: NOTE, resolve: createWebhook },
  'organizations.webhooks.list': { fidelity: 'exact', resolve: listWebhooks },
  'organizations.webhooks.get': {
    fidelity: 'exact',
    resolve: (context) => ({ body: toWebhookView(findWebhook(context)) }),
  },
  'organizations.webhooks.replace': { fidelity: 'behavioural', note: NOTE, resolve: replaceWebhook },
  'organizations.webhooks.delete': { fidelity: 'exact', resolve: deleteWebhook },
} satisfies ResolverTable;

export const webhookJobs: JobTable = deliveryJobs;
