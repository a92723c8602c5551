import type { JsonObject } from '../../internal/json.js';
import { labelOf } from './search-documents.js';
import { overlap, topicOf } from './words.js';
import type { World } from './world.js';

/** Documents of a collection that are looked at. */
const SAMPLE = 50;

/** Collections that could answer a request, the best first: by their names, and by what their documents are about. */
export function suitableCollections(request: string, { collections, documents }: World): JsonObject[] {
  const topic = topicOf(request);
  const labels = new Map<string, string[]>();
  for (const id of documents.ids()) {
    const payload = documents.payload(id) ?? {};
    const collection = payload['collection_id'];
    if (typeof collection !== 'string') continue;
    const known = labels.get(collection) ?? [];
    labels.set(collection, known);
    if (known.length < SAMPLE) known.push(labelOf(payload) ?? '');
  }
  return collections
    .map((collection) => {
      const { id, collection_name: name, description, feature_extractor: extractor, input_schema: schema } = collection;
      const about = [name.replaceAll(/[-_]/g, ' '), description ?? '', ...(labels.get(id) ?? [])].join(' ');
      return {
        collection_id: id,
        collection_name: name,
        feature_extractor: extractor.feature_extractor_id,
        capabilities: [...new Set(Object.values(schema.properties).map(({ type }) => type))],
        match_score: overlap(topic, about),
      };
    })
    .toSorted((a, b) => b.match_score - a.match_score);
}
