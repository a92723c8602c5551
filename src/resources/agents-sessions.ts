import type { ApiPromise, EventStream, RequestOptions } from '../call.js';
import type {
  AgentsMethods,
  AgentsSessionsConfirmParams,
  AgentsSessionsMethods,
  AgentsSessionsSendParams,
} from '../generated/methods.js';
import type { AgentReply } from '../generated/schemas.js';
import type { AgentStreamEvent } from './agent-events.js';
import { ApiCall } from './api-call.js';
import { createEndpoint } from './endpoint.js';
import type { Extension } from './extension.js';
import { isPlainObject } from './plain-object.js';

export interface AgentsSessionsResource extends AgentsSessionsMethods {
  /**
   * Sends a message to an agent and gives what happens until it has answered, as it happens. Leaving the loop ends the request.
   *
   * `POST /v1/agents/sessions/{session_id}/messages`
   * @throws {ApiError} 409 when the session has ended, 429 when a quota is used up: `details.quota` names it
   * @example
   * for await (const { event, data } of await mp.agents.sessions.send(id, { content: 'Find red cars', stream: true })) {
   *   if (event === 'token') process.stdout.write(data.content);
   *   if (event === 'confirmation_required') await mp.agents.sessions.confirm(id, data.confirmation_id, { approved: true });
   * }
   */
  send(
    sessionId: string,
    params: AgentsSessionsSendParams & { stream: true },
    options?: RequestOptions,
  ): ApiPromise<EventStream<AgentStreamEvent>>;
  /**
   * Sends a message to an agent and waits for the whole answer.
   *
   * `POST /v1/agents/sessions/{session_id}/messages`
   * @throws {ApiError} 409 when the session has ended, 429 when a quota is used up: `details.quota` names it
   * @example
   * const { content } = await mp.agents.sessions.send(id, { content: 'Find red cars' });
   */
  send(
    sessionId: string,
    params: AgentsSessionsSendParams & { stream?: false },
    options?: RequestOptions,
  ): ApiPromise<AgentReply>;
  /**
   * Answers a question of an agent, and gives what happens then as it happens. A question can be answered once, for 5 minutes.
   *
   * `POST /v1/agents/sessions/{session_id}/confirmations/{confirmation_id}`
   * @throws {ApiError} 400 when it was answered before, or too late
   * @example
   * const events = await mp.agents.sessions.confirm(id, confirmationId, { approved: true, stream: true });
   * for await (const { event, data } of events) if (event === 'message') console.log(data.content);
   */
  confirm(
    sessionId: string,
    confirmationId: string,
    params: AgentsSessionsConfirmParams & { stream: true },
    options?: RequestOptions,
  ): ApiPromise<EventStream<AgentStreamEvent>>;
  /**
   * Answers a question of an agent, and waits for the whole answer. A question can be answered once, for 5 minutes.
   *
   * `POST /v1/agents/sessions/{session_id}/confirmations/{confirmation_id}`
   * @throws {ApiError} 400 when it was answered before, or too late
   * @example
   * const { content } = await mp.agents.sessions.confirm(id, confirmationId, { approved: true });
   */
  confirm(
    sessionId: string,
    confirmationId: string,
    params: AgentsSessionsConfirmParams & { stream?: false },
    options?: RequestOptions,
  ): ApiPromise<AgentReply>;
}

export interface AgentsResource extends AgentsMethods {
  readonly sessions: AgentsSessionsResource;
}

export const agentsSessionsExtension: Extension = {
  methods: ({ run }) => {
    const endpoint = createEndpoint(
      async () => (await import('../generated/rows/agents-sessions.js')).agentsSessions.confirm,
    );
    return {
      // The service always answers with events here; whoever did not ask for them gets the answer that they tell of.
      confirm(...args: unknown[]): ApiPromise<unknown> {
        const [session, confirmation, params, ...rest] = args;
        if (!isPlainObject(params) || params['stream'] === true) return run(endpoint, ...args);
        const call = run(endpoint, session, confirmation, { ...params, stream: true }, ...rest);
        return new ApiCall(
          call.withResponse().then(async (answer) => {
            const { collectReply } = await import('./collect-reply.js');
            return { ...answer, data: await collectReply(answer.data as EventStream<AgentStreamEvent>, answer) };
          }),
        );
      },
    };
  },
};
