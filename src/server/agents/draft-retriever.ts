import type { JsonObject } from '../../internal/json.js';
import type { VisibleDocuments, World } from './world.js';

/** Drafts a retriever for a topic out of what the namespace can search by. Undefined when nothing can be searched yet. */
export function draftRetriever(topic: readonly string[], world: World, wantedName?: string): JsonObject | undefined {
  const stage = draftStage(world);
  if (stage === undefined) return undefined;
  return {
    retriever_name: freeName(wantedName ?? `${topic.join('-') || 'documents'}-search`, world),
    description: topic.length === 0 ? 'Searches the documents.' : `Searches the documents for ${topic.join(' ')}.`,
    input_schema: {
      query: { type: 'text', required: topic.length === 0, default: topic.length === 0 ? null : topic.join(' ') },
    },
    stages: [stage],
  };
}

function draftStage({ namespace, documents }: World): JsonObject | undefined {
  const textual = Object.keys(namespace.vector_inference_map);
  const hasTextIndex = namespace.payload_indexes.some(
    ({ field_name: field, type }) => type === 'text' && namespace.ensured_indexes.includes(field),
  );
  if (textual.length > 0 || hasTextIndex) {
    const searches = textual.map((name) => ({
      feature_uri: name,
      query: { input_mode: 'text', value: '{{INPUT.query}}' },
      top_k: 25,
    }));
    const parameters = {
      ...(searches.length > 0 ? { searches } : {}),
      ...(hasTextIndex ? { lexical: { query: '{{INPUT.query}}', top_k: 25 } } : {}),
      final_top_k: 10,
    };
    return { stage_name: 'search', config: { stage_id: 'feature_search', parameters } };
  }
  const field = firstTextField(documents);
  if (field === undefined) return undefined;
  const parameters = { field, operator: 'contains', value: '{{INPUT.query}}', case_insensitive: true };
  return { stage_name: 'match', config: { stage_id: 'attribute_filter', parameters } };
}

function firstTextField(documents: VisibleDocuments): string | undefined {
  for (const id of documents.ids()) {
    const [field] = Object.entries(documents.payload(id) ?? {}).find(([, value]) => typeof value === 'string') ?? [];
    if (field !== undefined) return field;
  }
  return undefined;
}

function freeName(name: string, { retrievers }: World): string {
  const taken = new Set(retrievers.map((retriever) => retriever.retriever_name));
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}-${number}`)) number++;
  return `${name}-${number}`;
}
