import { findCollection } from '../../collections/find-collection.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { objectsOf } from '../../json-object.js';
import { describeExtractor } from './view.js';

export function listFeatures(context: RequestContext): ResolverResult {
  const collection = findCollection(context);
  const { feature_extractor: extractor } = collection;
  const indexes = objectsOf(describeExtractor(collection, context.state)?.['required_vector_indexes']);
  const features = indexes.map((index, position) => ({
    feature_address: index['feature_uri'],
    feature_extractor_name: extractor.feature_extractor_name,
    version: extractor.version,
    vector_index: index['index'],
    primary: position === 0,
  }));
  return { body: { features } };
}
