/** What this client has learned of a namespace's vector indexes, so that a wrong length is refused before it is sent. */
export interface VectorIndexConfig {
  name: string;
  dimension: number;
  metric: string;
}

export interface KnownConfigs {
  /** Indexes of the namespace as last seen; `undefined` when it was never seen. */
  get(namespace: string): readonly VectorIndexConfig[] | undefined;
  /** Takes note of an answer that describes a namespace; anything else is ignored. */
  learn(answer: unknown): void;
  forget(namespace: string): void;
}

const MAX_NAMESPACES = 1_000;

export function createKnownConfigs(): KnownConfigs {
  const byNamespace = new Map<string, readonly VectorIndexConfig[]>();
  return {
    get: (namespace) => byNamespace.get(namespace),
    forget: (namespace) => byNamespace.delete(namespace),
    learn(answer) {
      const {
        namespace_id: id,
        namespace_name: name,
        vector_configs: configs,
      } = (answer ?? {}) as Record<string, unknown>;
      if (!Array.isArray(configs)) return;
      const known = configs.filter(isConfig);
      for (const key of [id, name]) {
        if (typeof key === 'string' && (byNamespace.has(key) || byNamespace.size < MAX_NAMESPACES))
          byNamespace.set(key, known);
      }
    },
  };
}

function isConfig(value: unknown): value is VectorIndexConfig {
  const { name, dimension } = (value ?? {}) as Record<string, unknown>;
  return typeof name === 'string' && typeof dimension === 'number';
}
