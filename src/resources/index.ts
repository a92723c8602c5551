import type { Resources as GeneratedResources } from '../generated/methods.js';
import type { AgentsResource } from './agents-sessions.js';
import type { NamespacesResource } from './namespaces.js';
import type { TasksResource } from './tasks.js';

/** What a client offers: the rows' methods, with the hand-written ones in their places. */
export interface Resources extends GeneratedResources {
  readonly agents: AgentsResource;
  readonly namespaces: NamespacesResource;
  readonly tasks: TasksResource;
}
