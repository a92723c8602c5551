import type { JsonObject } from '../../../internal/json.js';
import type { PublicationRecord, RetrieverRecord } from '../../records.js';
import { toMetadata } from './metadata.js';

/** A publication as its owner sees it. */
export function toPublicationView(record: PublicationRecord, retriever: RetrieverRecord | undefined): JsonObject {
  return {
    retriever_id: record.retriever_id,
    public_id: record.id,
    public_name: record.public_name,
    display_name: record.display_name,
    description: record.description,
    icon_base64: record.icon_base64,
    public_api_key: record.public_api_key,
    display_config: record.display_config,
    rate_limit_config: record.rate_limit_config,
    password_protected: record.password_secret_name !== null,
    is_active: record.is_active,
    retriever_metadata: record.include_metadata && retriever !== undefined ? toMetadata(retriever) : null,
    tags: record.tags,
    category: record.category,
    created_at: record.created_at,
    updated_at: record.updated_at,
  };
}

/** Where a browser finds a public retriever on this server. */
export const publicUrl = (origin: string, publicName: string): string =>
  `${origin}/v1/public/retrievers/${publicName}/config`;
