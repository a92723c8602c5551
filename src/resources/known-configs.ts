import type { KnownVectorConfig } from './check-documents.js';

/** What this client has learned of namespaces' vector indexes, so that a wrong length is refused before it is sent. */
export interface KnownConfigs {
  /** Indexes of the namespace, by id or name, as last seen; `undefined` when it was never seen. */
  get(namespace: string): readonly KnownVectorConfig[] | undefined;
  /** Takes note of an answer that describes a namespace; anything else is ignored. */
  learn(answer: unknown): void;
  /** Forgets a namespace under its id and its name. */
  forget(namespace: string): void;
}

interface Entry {
  /** Id and name. */
  readonly keys: readonly string[];
  readonly configs: readonly KnownVectorConfig[];
}

const MAX_KEYS = 2_000;

export function createKnownConfigs(): KnownConfigs {
  const byKey = new Map<string, Entry>();
  const forget = (key: string): void => {
    for (const each of byKey.get(key)?.keys ?? []) byKey.delete(each);
  };
  return {
    get: (namespace) => byKey.get(namespace)?.configs,
    forget,
    learn(answer) {
      const {
        namespace_id: id,
        namespace_name: name,
        vector_configs: configs,
      } = (answer ?? {}) as Readonly<Record<string, unknown>>;
      if (!Array.isArray(configs)) return;
      const keys = [...new Set([id, name])].filter((key) => typeof key === 'string');
      // A renamed namespace leaves its old name to others.
      keys.forEach(forget);
      const entry: Entry = { keys, configs: configs.filter(isConfig) };
      for (const key of keys) byKey.set(key, entry);
      for (const oldest of byKey.keys()) {
        if (byKey.size <= MAX_KEYS) break;
        forget(oldest);
      }
    },
  };
}

function isConfig(value: unknown): value is KnownVectorConfig {
  const { name, dimension } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return typeof name === 'string' && typeof dimension === 'number';
}
