import type { JsonObject } from '../../../internal/json.js';
import { maskSecrets } from '../../connections/provider-config.js';
import type { ConnectionRecord } from '../../records.js';
import { ORGANIZATION_ID } from '../models/org-view.js';

/** The connection as the API describes it, without its secrets. */
export function toConnectionView(connection: ConnectionRecord): JsonObject {
  const { id, provider_config: config, ...rest } = connection;
  return { connection_id: id, internal_id: ORGANIZATION_ID, ...rest, provider_config: maskSecrets(config) };
}

/** Who acts, as records name them: the key's user, else the owner of the organization. */
export const actorOf = ({ userEmail }: { readonly userEmail: string | null }): string => userEmail ?? 'usr_owner';
