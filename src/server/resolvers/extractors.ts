import type { JsonObject } from '../../internal/json.js';
import { deployedPlugins, toPluginExtractor } from '../plugins/extractor-view.js';
import { textOf } from '../json-object.js';
import { notFound } from '../problem.js';
import { BUILTIN_EXTRACTORS, type BuiltinExtractor, extractorId } from '../extractors/catalog.js';
import { toExtractorView, toNamespaceExtractorView } from './extractors/view.js';
import type { ResolverTable } from './table.js';

export const extractorResolvers = {
  'featureExtractors.list': {
    fidelity: 'behavioural',
    note: 'The built-in extractors; vectors of images, videos and sounds stand in for those of models.',
    resolve: () => ({ body: BUILTIN_EXTRACTORS.map(toExtractorView) }),
  },
  'featureExtractors.get': {
    fidelity: 'behavioural',
    note: 'Vectors of images, videos and sounds stand in for those of models.',
    resolve: ({ path }) => ({ body: toExtractorView(find(path['feature_extractor_id'])) }),
  },
  'namespaces.extractors.list': {
    fidelity: 'behavioural',
    note: 'The built-in extractors and deployed plugins as data; no plugin code runs here.',
    resolve: ({ query, namespace, state }) => {
      const builtin = query['source'] === 'custom' ? [] : BUILTIN_EXTRACTORS.map(toNamespaceExtractorView);
      const custom = isBuiltinAlone(query['source'])
        ? []
        : deployedPlugins(namespace.id, state).map((record) => toPluginExtractor(record, namespace.id));
      return {
        body: {
          success: true,
          extractors: [...builtin, ...custom],
          total: builtin.length + custom.length,
          namespace_id: namespace.id,
          builtin_count: builtin.length,
          custom_count: custom.length,
        },
      };
    },
  },
  'namespaces.extractors.get': {
    fidelity: 'behavioural',
    note: 'Vectors of images, videos and sounds stand in for those of models.',
    resolve: ({ path, namespace, state }) => {
      const wanted = path['extractor_id'] ?? '';
      const custom = deployedPlugins(namespace.id, state)
        .map((record) => toPluginExtractor(record, namespace.id))
        .find((extractor) => isNamed(extractor, wanted));
      return { body: custom ?? toNamespaceExtractorView(find(wanted)) };
    },
  },
} satisfies ResolverTable;

const isBuiltinAlone = (source: unknown): boolean => source === 'builtin' || source === 'community';

const isNamed = (extractor: JsonObject, wanted: string): boolean => {
  const { feature_extractor_id: id, feature_extractor_name: name } = extractor;
  return [
    id,
    name,
    `${textOf(extractor, 'feature_extractor_name')}@${textOf(extractor, 'version')}`,
    extractor['plugin_id'],
  ].includes(wanted);
};

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
