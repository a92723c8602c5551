import { Problem } from '../problem.js';
import type { AgentSessionRecord, SessionQuotasRecord } from '../records.js';
import type { SessionUsage } from './usage.js';

const MINUTE_MS = 60_000;

/** Refuses a message that would go beyond a quota of its session. */
export function checkQuotas(
  { quotas, created_at: createdAt }: AgentSessionRecord,
  usage: SessionUsage,
  now: number,
): void {
  const own = usage.messages.filter(({ role }) => role === 'user');
  refuseUsedUp('max_messages', own.length, quotas);
  refuseUsedUp('max_tokens_total', usage.tokens, quotas);
  refuseUsedUp('max_tool_calls', usage.toolCalls, quotas);
  refuseUsedUp('max_session_duration_minutes', (now - Date.parse(createdAt)) / MINUTE_MS, quotas);

  const perMinute = quotas.rate_limit_messages_per_minute;
  const recent = own.map((message) => Date.parse(message.created_at)).filter((at) => at > now - MINUTE_MS);
  if (perMinute === null || recent.length < perMinute) return;
  // The message before so many others: once it is a minute old, there is room for one more.
  const waitMs = (recent[recent.length - perMinute] ?? now) + MINUTE_MS - now;
  const waitSeconds = Math.max(1, Math.ceil(waitMs / 1000));
  throw new Problem({
    status: 429,
    code: 'session_rate_limit_exceeded',
    message: `The session takes ${perMinute} messages a minute (rate_limit_messages_per_minute). Try again in ${waitSeconds} s.`,
    details: {
      quota: 'rate_limit_messages_per_minute',
      limit: perMinute,
      current: recent.length,
      window: 60,
      retry_after_seconds: waitSeconds,
    },
    headers: { 'Retry-After': String(waitSeconds) },
  });
}

function refuseUsedUp(quota: keyof SessionQuotasRecord, current: number, quotas: SessionQuotasRecord): void {
  const limit = quotas[quota];
  if (limit === null || current < limit) return;
  throw new Problem({
    status: 429,
    code: 'session_quota_exceeded',
    message: `The session has used up its quota ${quota} of ${limit}. Start another session.`,
    details: { quota, limit, current: Math.floor(current) },
  });
}
