import { createPage, deletePage, findPage, listPages, updatePage } from './pages/change.js';
import { getPublicPage, searchPage, showGallery } from './pages/visit.js';
import { toPageView } from './pages/view.js';
import type { ResolverTable } from './table.js';

const SEARCH_NOTE = 'Searches exactly, as retrievers.execute does here. A page with a password answers to nobody.';

export const pageResolvers = {
  'pages.create': { fidelity: 'exact', resolve: createPage },
  'pages.list': { fidelity: 'exact', resolve: listPages },
  'pages.get': { fidelity: 'exact', resolve: (context) => ({ body: toPageView(findPage(context)) }) },
  'pages.update': { fidelity: 'exact', resolve: updatePage },
  'pages.delete': { fidelity: 'exact', resolve: deletePage },
  'public.pages.get': { fidelity: 'exact', resolve: getPublicPage },
  'public.pages.gallery': { fidelity: 'behavioural', note: SEARCH_NOTE, resolve: showGallery },
  'public.pages.search': { fidelity: 'behavioural', note: SEARCH_NOTE, resolve: searchPage },
} satisfies ResolverTable;
