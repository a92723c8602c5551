import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { deployedPlugins } from '../../plugins/extractor-view.js';
import { pluginOutputs } from '../../plugins/plugin-record.js';
import { inferenceNameOf } from '../../plugins/view.js';
import { badRequest } from '../../problem.js';

/** Adds the vector indexes of deployed plugins. A vector store cannot get new ones without losing its documents. */
export function reconfigureNamespace(context: RequestContext): ResolverResult {
  const { namespace, body, state, tx, services } = context;
  const points = state.documents(namespace.id).view('head').size;
  if (body['confirm'] !== true) {
    throw badRequest(
      'confirmation_required',
      `This removes all ${points} documents of namespace ${namespace.id} from its vector store. Send {"confirm": true} to do it.`,
      { namespace_id: namespace.id, documents: points },
    );
  }
  const known = new Set(namespace.vector_configs.map(({ name }) => name));
  const added = deployedPlugins(namespace.id, state).flatMap((record) =>
    pluginOutputs(record)
      .filter(({ index }) => !known.has(index))
      .map((output) => ({ ...output, service: inferenceNameOf(record) })),
  );
  const total = [...known, ...added.map(({ index }) => index)];
  if (added.length > 0) {
    tx.put('namespaces', {
      ...namespace,
      vector_configs: [
        ...namespace.vector_configs,
        ...added.map(({ index, dimension }) => ({ name: index, dimension, metric: 'cosine' as const })),
      ],
      vector_inference_map: {
        ...namespace.vector_inference_map,
        ...Object.fromEntries(added.map(({ index, service }) => [index, service])),
      },
      updated_at: isoTime(services.clock.now()),
    });
    tx.dropDocuments(namespace.id);
  }
  return {
    body: {
      namespace_id: namespace.id,
      status: added.length > 0 ? 'reconfigured' : 'no_changes_needed',
      previous_points_count: points,
      vectors_added: added.map(({ index }) => index),
      vectors_total: total,
      collections_to_reprocess:
        added.length > 0 ? state.ids('collections', (collection) => collection.namespace_id === namespace.id) : [],
      message:
        added.length > 0
          ? `Vector indexes added: ${added.length}. Documents removed: ${points}.`
          : 'Every deployed plugin has its vector indexes already; nothing was removed.',
    },
  };
}
