import { TOOLS, toToolView } from '../agents/tools.js';
import { confirmAction } from './agents/confirm.js';
import { createSession } from './agents/create.js';
import { detect } from './agents/detect-intent.js';
import { sendMessage } from './agents/send.js';
import { getSession, listSessions, terminateSession, updateSession } from './agents/sessions.js';
import { giveFeedback, readHistory } from './agents/history.js';
import type { ResolverTable } from './table.js';

const NOTE =
  'No language model: words and what the namespace holds decide which tools are used, and answers are put together from what these find. system_prompt, model and temperature have no effect.';

export const agentResolvers = {
  'agents.sessions.create': { fidelity: 'behavioural', note: NOTE, resolve: createSession },
  'agents.sessions.detectIntent': { fidelity: 'behavioural', note: NOTE, resolve: detect },
  'agents.sessions.list': { fidelity: 'exact', resolve: listSessions },
  'agents.sessions.tools': {
    fidelity: 'behavioural',
    note: 'The tools of this server.',
    resolve({ query }) {
      const categories = [...new Set(TOOLS.map(({ category }) => category))];
      const { category } = query;
      const tools = TOOLS.filter((tool) => typeof category !== 'string' || tool.category === category);
      return { body: { results: tools.map(toToolView), total: tools.length, categories } };
    },
  },
  'agents.sessions.get': { fidelity: 'exact', resolve: getSession },
  'agents.sessions.update': { fidelity: 'exact', resolve: updateSession },
  'agents.sessions.delete': { fidelity: 'exact', resolve: terminateSession },
  'agents.sessions.send': { fidelity: 'behavioural', note: NOTE, resolve: sendMessage },
  'agents.sessions.confirm': { fidelity: 'behavioural', note: NOTE, resolve: confirmAction },
  'agents.sessions.history': { fidelity: 'exact', resolve: readHistory },
  'agents.sessions.feedback': { fidelity: 'exact', resolve: giveFeedback },
} satisfies ResolverTable;
