import type { JsonObject } from '../../internal/json.js';
import type { Services, StateReader, Transaction } from '../context.js';
import type { CollectionScope } from '../enrich/collection-scope.js';
import type { NamespaceRecord, TaskRecord } from '../records.js';

/** What an action works with; everything it stages is one transaction with the firing. */
export interface ActionContext {
  readonly state: StateReader;
  readonly tx: Transaction;
  readonly services: Services;
  readonly namespace: NamespaceRecord;
  readonly triggerId: string;
}

export interface StartedAction {
  /** The task that ends when the work does. */
  readonly task: TaskRecord;
  /** What the trigger is to work with from now on, where that changed. */
  readonly config?: JsonObject;
}

/** Something that a trigger can do. */
export interface TriggerAction {
  /** `action_type` of the API. */
  readonly type: string;
  /** Task type of its work. */
  readonly taskType: string;
  /** Checks the configuration when a trigger is made, and gives it with ids in place of names. Throws the refusal. */
  readonly check: (config: JsonObject, scope: CollectionScope) => JsonObject;
  /** Starts the work. A Problem that it throws is the failure of this firing. */
  readonly start: (config: JsonObject, context: ActionContext) => StartedAction;
}
