import type { AgentTables } from './records/agents.js';
import type { CoreTables } from './records/core.js';
import type { EventTables } from './records/events.js';
import type { FileTables } from './records/files.js';
import type { OrgTables } from './records/org.js';

export type * from './records/agents.js';
export type * from './records/core.js';
export type * from './records/events.js';
export type * from './records/files.js';
export type * from './records/org.js';

/** What the server keeps, one record type per table. Times are ISO strings in UTC; what lives in a namespace has its `namespace_id`. */
export interface TableRecords
  extends
    // One line per family of resources.
    AgentTables,
    CoreTables,
    EventTables,
    FileTables,
    OrgTables {}

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
  // Events
  events: true,
  webhooks: true,
  deliveries: true,
  mails: true,
  alerts: true,
  alertExecutions: true,
  // Files
  presignedUploads: true,
  storedFiles: true,
  // Org
  organizations: true,
  users: true,
  keys: true,
  keyUses: true,
  secrets: true,
  auditLogs: true,
  invoices: true,
} as const satisfies Readonly<Record<TableName, true>>;
