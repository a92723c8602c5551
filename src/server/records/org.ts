import type { JsonObject } from '../../internal/json.js';
import type { KeyScope, Permission } from '../access.js';

/** The tables of the organization. One instance holds one organization. */
export interface OrgTables {
  organizations: OrganizationRecord;
  users: UserRecord;
  keys: KeyRecord;
  keyUses: KeyUseRecord;
  secrets: SecretRecord;
  auditLogs: AuditRecord;
  invoices: InvoiceRecord;
}

export interface OrganizationRecord {
  id: string;
  organization_name: string;
  logo_url: string | null;
  billing_email: string | null;
  metadata: JsonObject;
  rate_limits: JsonObject;
  /** A plan that credits led to; null: the one the server was started with. */
  account_type: AccountType | null;
  /** All credits ever added. */
  credits_added: number;
  read_auditing: boolean;
  billing: BillingSettings;
  created_at: string;
  updated_at: string;
}

/** Plans as the organization's operations name them. */
export type AccountType = 'free' | 'pro' | 'team' | 'enterprise';

export interface BillingSettings {
  customer_id: string | null;
  /** What a payment method is being added by; null when nothing waits to be confirmed. */
  setup_intent_id: string | null;
  payment_method: { payment_method_id: string; type: string; card_last4: string; card_brand: string } | null;
  auto_billing: boolean;
  /** When automatic billing was turned on. */
  auto_billing_since: string | null;
  /** US cents a month; null: no budget. */
  budget_cents: number | null;
  alert_thresholds: number[];
  alerts_enabled: boolean;
  /** US cents a month; null: no cap. */
  hard_cap_cents: number | null;
  hard_cap_enabled: boolean;
}

export interface UserRecord {
  id: string;
  /** Lower case; unique. */
  email: string;
  user_name: string;
  avatar_url: string | null;
  role: UserRole;
  status: UserStatus;
  metadata: JsonObject;
  created_at: string;
  updated_at: string;
}

export type UserRole = 'admin' | 'member' | 'viewer';
export type UserStatus = 'active' | 'suspended' | 'pending';

/** A key that this server made, of whatever type. Only the hash of its secret is kept. */
export interface KeyRecord {
  id: string;
  /** SHA-256 of the secret, in hex. */
  key_hash: string;
  key_prefix: string;
  key_type: KeyType;
  /** Of a marketplace key. */
  subscription_id: string | null;
  /** Of a published retriever's key. */
  retriever_id: string | null;
  /** Null for keys of the whole organization. */
  namespace_id: string | null;
  /** Null for keys of no user. */
  user_id: string | null;
  user_email: string | null;
  name: string;
  description: string;
  permissions: Permission[];
  scopes: KeyScope[];
  /** Requests a minute; null: those of the tier. */
  rate_limit_override: number | null;
  status: 'active' | 'revoked';
  expires_at: string | null;
  created_at: string;
  created_by: string | null;
  revoked_at: string | null;
  revoked_by: string | null;
  /** Origins that browsers may use a public key from; null: any. */
  allowed_origins: string[] | null;
  /** Whose documents it sees; null: all. */
  principal_id: string | null;
  /** Hashes of secrets that it had before it was rotated: they are refused. */
  retired_hashes: string[];
}

export type KeyType = 'standard' | 'marketplace_subscription' | 'retriever';

/** When a key was last used, to the minute; not worth a flush of the disk. The id is that of the key. */
export interface KeyUseRecord {
  id: string;
  last_used_at: string;
}

/** The id is the name. */
export interface SecretRecord {
  id: string;
  value: string;
  created_at: string;
  updated_at: string;
}

export interface AuditRecord {
  id: string;
  timestamp: string;
  resource_type: string;
  resource_id: string;
  action: string;
  actor_id: string;
  actor_type: 'user' | 'api_key' | 'system';
  status: 'success' | 'failure';
  /** Field -> `{ from, to }`; null where no field of a record changed. */
  changes: JsonObject | null;
  user_agent: string | null;
  request_id: string | null;
}

export interface InvoiceRecord {
  id: string;
  /** `2026-01` */
  billing_month: string;
  total_credits: number;
  /** Credits that the balance paid. */
  covered_credits: number;
  /** US cents. */
  amount_due: number;
  amount_paid: number;
  status: 'open' | 'paid';
  created_at: string;
  paid_at: string | null;
}
