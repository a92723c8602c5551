/** Loads a value on first use, once; afterwards gives it at once. A failed load is tried again. */
export function lazy<Value>(load: () => Promise<Value>): () => Value | Promise<Value> {
  let loading: Promise<Value> | undefined;
  let loaded: { readonly value: Value } | undefined;
  return () => {
    if (loaded !== undefined) return loaded.value;
    return (loading ??= load().then(
      (value) => {
        loaded = { value };
        return value;
      },
      (error: unknown) => {
        loading = undefined;
        throw error;
      },
    ));
  };
}
