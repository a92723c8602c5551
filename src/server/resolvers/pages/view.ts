import type { JsonObject } from '../../../internal/json.js';
import type { PageRecord } from '../../records.js';
import { objectOf } from '../retrievers/definition.js';

/** A page as its owner sees it. */
export function toPageView(record: PageRecord): JsonObject {
  return {
    page_id: record.id,
    ...toPublicView(record),
    created_at: record.created_at,
    updated_at: record.updated_at,
  };
}

/** A page as visitors see it. What was never set has the form of an empty one. */
export function toPublicView({ slug, page, ...record }: PageRecord): JsonObject {
  const meta = objectOf(page['meta']) ?? {};
  return {
    slug,
    template: page['template'] ?? 'generic',
    sections: page['sections'] ?? [],
    custom_html: page['custom_html'] ?? '',
    meta,
    hero: page['hero'] ?? { headline: meta['title'] ?? slug },
    theme: page['theme'] ?? {},
    seo: page['seo'] ?? {},
    stats: page['stats'] ?? [],
    featured_gallery: page['featured_gallery'] ?? { enabled: false },
    tabs: page['tabs'] ?? [],
    password_protected: record.password_secret_name !== null,
    is_active: record.is_active,
  };
}
