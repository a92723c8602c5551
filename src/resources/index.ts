import type { Resources as GeneratedResources } from '../generated/methods.js';
import type { Task, UpsertDocument } from '../generated/schemas.js';
import { ValidationError } from '../errors.js';
import type { Clock } from '../internal/clock.js';
import { namedNamespace } from './arguments.js';
import type { CallArguments } from './arguments.js';
import { bindRows, createCall } from './bind.js';
import type { ResourceNode } from './bind.js';
import { checkUpsert } from './check-documents.js';
import { checkModelUpload } from './check-upload.js';
import { withDocumentIds } from './document-ids.js';
import { createInvoke } from './invoke.js';
import type { CheckArguments, Invoke, Scope } from './invoke.js';
import type { KnownConfigs } from './known-configs.js';
import { namespaceDocumentsSugar } from './namespace-documents.js';
import { namespacesSugar } from './namespaces.js';
import type { NamespacesResource } from './namespaces.js';
import type { TasksResource } from './tasks.js';
import { waitForTask } from './wait.js';
import type { WaitOptions } from './wait.js';

/** What a client offers: the rows' methods, with the hand-written ones in their places. */
export interface Resources extends GeneratedResources {
  readonly namespaces: NamespacesResource;
  readonly tasks: TasksResource;
}

export interface ResourceContext {
  readonly scope: Omit<Scope, 'checks' | 'onAnswer'>;
  readonly clock: Clock;
  readonly knownConfigs: KnownConfigs;
  /** The namespace that a call without one of its own uses. */
  readonly namespace: string | undefined;
}

/** Binds every row, then lays the hand-written methods over them. */
export function createResources(context: ResourceContext): { resources: Resources; invoke: Invoke; call: Invoke } {
  const { knownConfigs } = context;
  const scope: Scope = {
    ...context.scope,
    checks: createChecks(context),
    onAnswer: (row, call, data) => {
      if (row.id === 'namespaces.delete') knownConfigs.forget(targetOf(call, context) ?? '');
      else if (row.id.startsWith('namespaces.')) knownConfigs.learn(data);
    },
  };
  const tree = bindRows(scope);
  const invoke = createInvoke(scope);
  const get = (id: string, options: object): PromiseLike<Task> => invoke('tasks.get', id, options) as PromiseLike<Task>;
  const wait = (id: string, options: WaitOptions = {}): Promise<Task> =>
    waitForTask(id, options, { get, clock: context.clock });
  overlay(tree, 'tasks', { wait });
  overlay(tree, 'namespaces', namespacesSugar(invoke, wait));
  overlay(tree, 'namespaces.documents', namespaceDocumentsSugar(invoke, wait));
  return { resources: tree as unknown as Resources, invoke, call: createCall(tree, scope.rows) };
}

function overlay(tree: ResourceNode, path: string, methods: object): void {
  const place = path.split('.').reduce<unknown>((node, segment) => (node as ResourceNode)[segment], tree);
  Object.assign(place as object, methods);
}

const targetOf = (call: CallArguments, { namespace }: ResourceContext): string | undefined =>
  namedNamespace(call) ?? namespace;

/** Input that is checked further than its row says, by row id. */
function createChecks(context: ResourceContext): Readonly<Record<string, CheckArguments>> {
  const checkDocuments: CheckArguments = (call) => {
    const target = targetOf(call, context);
    const body = (call.body ?? {}) as { documents: UpsertDocument[] };
    checkUpsert({ ...body }, target === undefined ? [] : context.knownConfigs.get(target));
    return { ...call, body: { ...body, documents: withDocumentIds(body.documents) } };
  };
  return {
    'namespaces.create': requireName,
    'namespaces.documents.upsert': checkDocuments,
    'namespaces.documents.direct': checkDocuments,
    'namespaces.models.upload': async (call) => ({
      ...call,
      body: await checkModelUpload((call.body ?? {}) as Record<string, unknown>),
    }),
  };
}

const requireName: CheckArguments = (call) => {
  const { namespace_name: name } = (call.body ?? {}) as { namespace_name?: unknown };
  if (name !== undefined && name !== null) return call;
  throw new ValidationError('namespaces.create needs namespace_id or namespace_name.', {
    fieldErrors: [{ path: 'namespace_name', message: 'is required', location: 'body' }],
  });
};
