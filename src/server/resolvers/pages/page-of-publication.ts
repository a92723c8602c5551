import type { RequestContext } from '../../context.js';
import type { PageRecord, PublicationRecord } from '../../records.js';
import { firstFree } from '../../slug.js';
import { isSlugTaken, LONGEST_SLUG } from './slug.js';

/** The page that a publication brings along: one search, under the public name where that is free. */
export function addPageOf(publication: PublicationRecord, { state, services, tx }: RequestContext): PageRecord {
  const { display_config: display, retriever_id: retrieverId, public_name: publicName } = publication;
  const title = typeof display['title'] === 'string' ? display['title'] : publicName;
  const page: PageRecord = {
    id: services.id('pg'),
    namespace_id: publication.namespace_id,
    slug: firstFree(publicName, LONGEST_SLUG, (slug) => isSlugTaken(state, slug)),
    page: {
      meta: { title, description: publication.description },
      tabs: [
        {
          tab_id: 'search',
          label: title,
          retriever_id: retrieverId,
          public_name: publicName,
          display_config: display,
        },
      ],
    },
    password_secret_name: publication.password_secret_name,
    is_active: true,
    created_at: publication.created_at,
    updated_at: publication.updated_at,
  };
  tx.put('pages', page);
  return page;
}
