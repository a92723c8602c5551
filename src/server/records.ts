import type { CoreTables } from './records/core.js';
import type { AgentTables } from './records/agents.js';
import type { CollectionTables } from './records/collections.js';
import type { EnrichTables } from './records/enrich.js';
import type { EventTables } from './records/events.js';
import type { ExtendTables } from './records/extend.js';
import type { FileTables } from './records/files.js';
import type { IngestTables } from './records/ingest.js';
import type { NotificationTables } from './records/notifications.js';
import type { OrgTables } from './records/org.js';
import type { PublishTables } from './records/publish.js';

export type * from './records/core.js';
export type * from './records/agents.js';
export type * from './records/collections.js';
export type * from './records/enrich.js';
export type * from './records/events.js';
export type * from './records/extend.js';
export type * from './records/files.js';
export type * from './records/ingest.js';
export type * from './records/notifications.js';
export type * from './records/org.js';
export type * from './records/publish.js';

/** What the server keeps, one record type per table. Times are ISO strings in UTC; what lives in a namespace has its `namespace_id`. */
export interface TableRecords
  extends
    // One line per family of resources.
    CoreTables,
    AgentTables,
    CollectionTables,
    EnrichTables,
    EventTables,
    ExtendTables,
    FileTables,
    IngestTables,
    NotificationTables,
    OrgTables,
    PublishTables {}

export type TableName = keyof TableRecords;

/** Every table; a missing or unknown name does not compile. */
export const TABLES = {
  // Core
  namespaces: true,
  retrievers: true,
  executions: true,
  tasks: true,
  models: true,
  orgModels: true,
  modelUploads: true,
  jobs: true,
  // Agents
  agentSessions: true,
  agentMessages: true,
  agentConfirmations: true,
  // Collections
  collections: true,
  batches: true,
  coldVectors: true,
  // Enrich
  taxonomies: true,
  taxonomyAssignments: true,
  clusters: true,
  clusterRuns: true,
  clusterMembers: true,
  triggers: true,
  triggerExecutions: true,
  // Events
  events: true,
  webhooks: true,
  deliveries: true,
  mails: true,
  alerts: true,
  alertExecutions: true,
  // Extend
  templates: true,
  plugins: true,
  pluginUploads: true,
  migrations: true,
  // Files
  presignedUploads: true,
  storedFiles: true,
  // Ingest
  buckets: true,
  objects: true,
  bucketUploads: true,
  syncs: true,
  syncItems: true,
  connections: true,
  // Notifications
  notifications: true,
  notificationSettings: true,
  mailOptOuts: true,
  // Org
  organizations: true,
  users: true,
  keys: true,
  keyUses: true,
  secrets: true,
  auditLogs: true,
  invoices: true,
  // Publish
  publications: true,
  interactions: true,
  fusionSettings: true,
  fusionWeights: true,
  fusionTraces: true,
  fusionActivity: true,
  datasets: true,
  evaluations: true,
  benchmarks: true,
  pages: true,
  listings: true,
  subscriptions: true,
  apps: true,
  appVersions: true,
} as const satisfies Readonly<Record<TableName, true>>;
