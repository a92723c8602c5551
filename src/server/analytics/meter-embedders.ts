import type { RequestContext } from '../context.js';
import type { Embedder, Embedders } from '../embed/embedders.js';
import { recordSample } from './samples.js';

/** The instance's embedders; every call by this request is measured, also one that fails. */
export function meterEmbedders(context: RequestContext): Embedders {
  const { embedders } = context.services;
  return {
    forService: (service) => metered(embedders.forService(service), service, context),
  };
}

function metered(embedder: Embedder, model: string, context: RequestContext): Embedder {
  const { services, namespace, caller, operation } = context;
  return {
    name: embedder.name,
    async embed(texts, dimension) {
      const begin = performance.now();
      let error: string | null = null;
      try {
        return await embedder.embed(texts, dimension);
      } catch (failure) {
        error = failure instanceof Error ? failure.message : String(failure);
        throw failure;
      } finally {
        recordSample(services.meter, {
          kind: 'inference',
          at: services.clock.now(),
          namespaceId: namespace.id,
          keyId: caller.keyId,
          operation: operation.id,
          durationMs: performance.now() - begin,
          subject: { type: 'model', id: model },
          attributes: { model, inputs: texts.length, error },
        });
      }
    },
  };
}
