export type Permission = 'read' | 'write' | 'delete' | 'admin';

export interface KeyScope {
  readonly resource_type: string;
  /** `*` is all of the kind. */
  readonly resource_id: string;
  /** Null: all that the permissions allow. */
  readonly operations: readonly string[] | null;
}

/** What a caller has paid for. `enterprise` alone may use custom models and has no rate limit. */
export type Tier = 'free' | 'basic' | 'pro' | 'enterprise';
