import type { JsonObject } from '../../internal/json.js';
import { textOf } from '../json-object.js';
import { badRequest, unprocessable } from '../problem.js';
import { joinCues, readCaptions } from './captions.js';
import { outputsOf } from './catalog.js';
import { chunkText, type SplitBy } from './chunk-text.js';
import { embedTexts } from './embed-text.js';
import { ExtractionError } from './extraction-error.js';
import type { Extractor } from './extractor.js';
import { refuseGeneration } from './generation.js';
import { textOfInput } from './input-text.js';

const [EMBEDDING] = outputsOf('text_extractor');

/** Cuts text into chunks and embeds each of them. */
export const text: Extractor = {
  inputs: { text: ['text', 'string', 'pdf'] },
  parameters: 'TextExtractorParams',
  outputs: {
    text: { type: 'text' },
    chunk_index: { type: 'integer' },
    start_time: { type: 'number' },
    end_time: { type: 'number' },
  },
  check(parameters) {
    refuseGeneration(parameters, ['response_shape', 'llm_provider', 'llm_model', 'llm_api_key']);
    checkChunkSize(parameters);
    if (parameters['source_type'] === 'youtube') {
      throw badRequest(
        'source_type_not_available',
        'feature_extractor.parameters.source_type: this server loads no videos. Use "text", with captions (SRT or WebVTT) as text for split_by "time_segments".',
      );
    }
  },
  async extract({ values, parameters }, services) {
    const input = values['text'];
    if (input === undefined) throw new ExtractionError('validation', 'There is no text.');
    const pieces = cut(await textOfInput(input, 'text'), parameters);
    const vectors = await embedTexts(
      pieces.map((piece) => piece.text),
      EMBEDDING,
      services,
    );
    const isWhole = textOf(parameters, 'split_by') === 'none';
    return pieces.map((piece, index) => ({
      key: String(index),
      fields: isWhole ? { text: piece.text } : { ...piece, chunk_index: index },
      vectors: { [EMBEDDING.index]: vectors[index] ?? new Float32Array(EMBEDDING.dimension) },
      modality: 'text',
    }));
  },
};

type Piece = JsonObject & { text: string };

function cut(whole: string, parameters: JsonObject): Piece[] {
  const splitBy = textOf(parameters, 'split_by');
  if (splitBy === 'time_segments') {
    const cues = readCaptions(whole);
    if (cues.length === 0) {
      throw new ExtractionError(
        'validation',
        'The text has no times, so that it cannot be cut into time_segments. It must be captions, SRT or WebVTT.',
      );
    }
    return joinCues(cues, Number(parameters['segment_length_seconds'])).map(({ text: said, start, end }) => ({
      text: said,
      start_time: start,
      end_time: end,
    }));
  }
  return chunkText(whole, {
    splitBy: splitBy as SplitBy,
    size: Number(parameters['chunk_size']),
    overlap: Number(parameters['chunk_overlap']),
    language: textOf(parameters, 'language'),
  }).map((chunk) => ({ text: chunk.text }));
}

/** A chunk must begin after the one before it. */
export function checkChunkSize({ chunk_size: size, chunk_overlap: overlap }: JsonObject): void {
  if (typeof size !== 'number' || typeof overlap !== 'number' || overlap < size) return;
  throw unprocessable([
    {
      type: 'less_than',
      location: ['body', 'feature_extractor', 'parameters', 'chunk_overlap'],
      message: `is ${overlap}, and must be less than chunk_size, which is ${size}`,
    },
  ]);
}
