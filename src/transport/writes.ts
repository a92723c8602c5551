/** Above this many namespaces, all are counted anew. */
const MOST_NAMESPACES = 1_000;

/**
 * Counts the writes of the clients that share it, by namespace: an answer that was asked for at another count may come from
 * before a write. Counts only rise.
 */
export class Writes {
  /** Writes that concern every namespace. */
  #everywhere = 0;
  #total = 0;
  readonly #byNamespace = new Map<string, number>();

  /** Notes a write that ended, whether well or not. `undefined`: it may concern any namespace. */
  note(namespace: string | undefined): void {
    this.#total += 1;
    if (namespace === undefined) this.#everywhere += 1;
    else this.#byNamespace.set(namespace, (this.#byNamespace.get(namespace) ?? 0) + 1);
    if (this.#byNamespace.size <= MOST_NAMESPACES) return;
    this.#byNamespace.clear();
    this.#everywhere = this.#total += 1;
  }

  /** The count that an answer in this namespace holds for. `undefined`: of all writes. */
  count(namespace: string | undefined): number {
    return namespace === undefined ? this.#total : this.#everywhere + (this.#byNamespace.get(namespace) ?? 0);
  }
}
