import type { JsonObject } from '../../internal/json.js';

/** A template that comes with the server. */
export interface SystemTemplate {
  /** `tmpl_system_...`, the same on every server. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly tags: readonly string[];
  readonly configuration: JsonObject;
  readonly useCases: readonly string[];
  readonly requirements: readonly string[];
}
