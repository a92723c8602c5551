import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { expiryOf, statusOf } from '../../agents/session.js';
import { TOOLS, toolByName } from '../../agents/tools.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject } from '../../json-object.js';
import { ORGANIZATION_ID } from '../../organization.js';
import { unprocessable } from '../../problem.js';
import type { AgentConfigRecord, AgentSessionRecord, SessionQuotasRecord } from '../../records.js';
import { stringsOf } from '../retrievers/definition.js';

export function createSession({ body, namespace, services, tx }: RequestContext): ResolverResult {
  const at = services.clock.now();
  const now = isoTime(at);
  const session: AgentSessionRecord = {
    id: services.id('ses'),
    namespace_id: namespace.id,
    user_id: typeof body['user_id'] === 'string' ? body['user_id'] : null,
    session_name: null,
    agent_config: readConfig(body['agent_config']),
    quotas: readQuotas(body['quotas']),
    user_memory: isJsonObject(body['user_memory']) ? body['user_memory'] : {},
    metadata: isJsonObject(body['metadata']) ? body['metadata'] : {},
    enable_memory: body['enable_memory'] !== false,
    terminated_at: null,
    last_activity_at: now,
    created_at: now,
    updated_at: now,
  };
  tx.put('agentSessions', session);
  return {
    body: {
      session_id: session.id,
      namespace_id: namespace.id,
      internal_id: ORGANIZATION_ID,
      session_name: null,
      status: statusOf(session, at),
      created_at: now,
      expires_at: isoTime(expiryOf(session)),
    },
  };
}

function readConfig(value: JsonObject[string] | undefined): AgentConfigRecord {
  const given = isJsonObject(value) ? value : {};
  const tools = stringsOf(given['available_tools']);
  const unknown = tools.findIndex((name) => toolByName(name) === undefined);
  if (unknown >= 0) {
    const message = `"${tools[unknown] ?? ''}" is no tool; there are ${TOOLS.map(({ name }) => name).join(', ')}`;
    const location = ['body', 'agent_config', 'available_tools', unknown];
    throw unprocessable([{ type: 'unknown', location, message }]);
  }
  return {
    model: typeof given['model'] === 'string' ? given['model'] : 'gemini-2.5-flash',
    temperature: typeof given['temperature'] === 'number' ? given['temperature'] : 0.7,
    max_tokens: typeof given['max_tokens'] === 'number' ? given['max_tokens'] : 4096,
    ...(typeof given['system_prompt'] === 'string' ? { system_prompt: given['system_prompt'] } : {}),
    available_tools: tools,
  };
}

function readQuotas(value: JsonObject[string] | undefined): SessionQuotasRecord {
  const given = isJsonObject(value) ? value : {};
  const limit = (name: keyof SessionQuotasRecord): number | null => {
    const quota = given[name];
    return typeof quota === 'number' ? quota : null;
  };
  return {
    max_messages: limit('max_messages'),
    max_tokens_total: limit('max_tokens_total'),
    max_tool_calls: limit('max_tool_calls'),
    max_session_duration_minutes: limit('max_session_duration_minutes'),
    rate_limit_messages_per_minute: limit('rate_limit_messages_per_minute'),
  };
}
