import type { JsonObject } from '../../internal/json.js';
import type { Extractor } from './extractor.js';

/** Copies: the inputs that were mapped become fields; the rest is the collection's passthrough. */
export const passthrough: Extractor = {
  inputs: null,
  outputs: {},
  extract: ({ values }) => {
    const fields: JsonObject = {};
    for (const [name, input] of Object.entries(values)) if (input.kind === 'value') fields[name] = input.value;
    return Promise.resolve([{ key: '0', fields, vectors: {}, modality: 'document' }]);
  },
};
