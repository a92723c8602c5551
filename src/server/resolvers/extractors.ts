import { notFound } from '../problem.js';
import { BUILTIN_EXTRACTORS, type BuiltinExtractor, extractorId } from '../extractors/catalog.js';
import { toExtractorView, toNamespaceExtractorView } from './extractors/view.js';
import type { ResolverTable } from './table.js';

export const extractorResolvers = {
  'featureExtractors.list': {
    fidelity: 'behavioural',
    note: 'The built-in extractors as data; none of them runs here.',
    resolve: () => ({ body: BUILTIN_EXTRACTORS.map(toExtractorView) }),
  },
  'featureExtractors.get': {
    fidelity: 'behavioural',
    note: 'An extractor as data; it does not run here.',
    resolve: ({ path }) => ({ body: toExtractorView(find(path['feature_extractor_id'])) }),
  },
  'namespaces.extractors.list': {
    fidelity: 'behavioural',
    note: 'No custom extractors: only the built-in ones are listed.',
    resolve: ({ query, namespace }) => {
      const extractors = query['source'] === 'custom' ? [] : BUILTIN_EXTRACTORS.map(toNamespaceExtractorView);
      return {
        body: {
          success: true,
          extractors,
          total: extractors.length,
          namespace_id: namespace.id,
          builtin_count: extractors.length,
          custom_count: 0,
        },
      };
    },
  },
  'namespaces.extractors.get': {
    fidelity: 'behavioural',
    note: 'An extractor as data; it does not run here.',
    resolve: ({ path }) => ({ body: toNamespaceExtractorView(find(path['extractor_id'])) }),
  },
} satisfies ResolverTable;

/** By id (`text_extractor_v1`), or by name with or without version (`text_extractor`, `text_extractor@v1`). */
function find(wanted = ''): BuiltinExtractor {
  const found = BUILTIN_EXTRACTORS.find(
    (extractor) =>
      extractorId(extractor) === wanted ||
      extractor.name === wanted ||
      `${extractor.name}@${extractor.version}` === wanted,
  );
  if (found === undefined) throw notFound('feature_extractor', wanted);
  return found;
}
