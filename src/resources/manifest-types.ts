import type { UploadSource } from '../call.js';

/** One resource in a manifest: its name, and the fields of the request that creates it. */
export interface ManifestResource {
  name: string;
  description?: string | null;
  [field: string]: unknown;
}

/** A resource that lives in a namespace. */
export interface NamespacedManifestResource extends ManifestResource {
  /** Name of its namespace. */
  namespace: string;
}

/** A manifest as an object. References are by name; `${{ secrets.NAME }}` stands for a secret. */
export interface ManifestObject {
  version?: string;
  metadata?: { name?: string; [field: string]: unknown };
  namespaces?: ManifestResource[];
  buckets?: NamespacedManifestResource[];
  collections?: NamespacedManifestResource[];
  taxonomies?: NamespacedManifestResource[];
  clusters?: NamespacedManifestResource[];
  retrievers?: NamespacedManifestResource[];
}

/**
 * A manifest to send: a path (Node), its YAML or JSON text (a string with a line break, or one that starts with `{`), an object, bytes, a Blob,
 * or `{ open, filename }`.
 */
export type ManifestSource = string | ManifestObject | Uint8Array | Blob | UploadSource;
