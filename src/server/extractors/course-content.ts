import { joinCues, readCaptions } from './captions.js';
import { outputsOf } from './catalog.js';
import { contentVector, digestOf } from './content-vector.js';
import { embedTexts } from './embed-text.js';
import type { ExtractedDocument, Extractor, ExtractorServices, InputValue } from './extractor.js';
import { refuseGeneration } from './generation.js';
import { isPdf, textOfInput } from './input-text.js';
import { pageBlocks, pageText } from './page-blocks.js';
import { readPdf } from './read-pdf.js';
import type { JsonObject } from '../../internal/json.js';

const [TEXT, CODE, IMAGE] = outputsOf('course_content_extractor');

interface Piece {
  readonly fields: JsonObject & { content_type: string; text?: string };
  readonly digest?: string;
}

/** Reads what belongs to a lecture: video, subtitles, slides, source code. */
export const courseContent: Extractor = {
  inputs: { video: ['video'], pdf: ['pdf'], srt: ['text', 'string'], code: ['text', 'string'] },
  parameters: 'CourseContentExtractorParams',
  standIn:
    'Subtitles, the text of slides and source code are read and embedded. A video is one piece, whose vector depends on its bytes alone; nothing is transcribed or recognised.',
  outputs: {
    content_type: { type: 'string' },
    text: { type: 'text' },
    page_number: { type: 'integer' },
    start_time: { type: 'number' },
    end_time: { type: 'number' },
  },
  check: (parameters) => refuseGeneration(parameters, ['run_vlm_frame_analysis', 'enrich_with_llm', 'llm_prompt']),
  async extract({ values, parameters }, services) {
    const documents: ExtractedDocument[] = [];
    for (const [name, input] of Object.entries(values)) {
      const pieces = await readPieces(name, input, { parameters, services });
      for (const [index, piece] of pieces.entries()) {
        const vectors = await vectorsOf(piece, { parameters, services });
        documents.push({ key: `${name}-${index}`, fields: piece.fields, vectors, modality: modalityOf(name) });
      }
    }
    return documents;
  },
};

interface Run {
  readonly parameters: JsonObject;
  readonly services: ExtractorServices;
}

async function readPieces(name: string, input: InputValue, { parameters, services }: Run): Promise<Piece[]> {
  if (name === 'video') return [{ fields: { content_type: 'video' }, digest: digestOf(input, services) }];
  if (name === 'code') return [{ fields: { content_type: 'code', text: await textOfInput(input, name) } }];
  if (name === 'pdf' && input.kind === 'file' && isPdf(input.file)) {
    const pages = await readPdf(input.file.bytes);
    const perPage = parameters['pdf_extraction_mode'] === 'per_page';
    return pages.flatMap((items, index) => {
      const texts = perPage
        ? [pageText(items)]
        : pageBlocks(items, { verticalGap: 15, horizontalGap: 50 }).map(({ text }) => text);
      return texts
        .filter((text) => text !== '')
        .map((text): Piece => ({ fields: { content_type: 'slide', text, page_number: index + 1 } }));
    });
  }
  const text = await textOfInput(input, name);
  const cues = readCaptions(text);
  if (cues.length === 0) return [{ fields: { content_type: 'text', text } }];
  return joinCues(cues, Number(parameters['target_segment_duration_ms']) / 1000).map(
    ({ text: said, start, end }): Piece => ({
      fields: { content_type: 'transcript', text: said, start_time: start, end_time: end },
    }),
  );
}

async function vectorsOf(
  { fields, digest }: Piece,
  { parameters, services }: Run,
): Promise<Record<string, Float32Array>> {
  const vectors: Record<string, Float32Array> = {};
  if (digest !== undefined) {
    if (parameters['run_visual_embedding'] !== false) {
      vectors[IMAGE.index] = contentVector(digest, { space: IMAGE.service, dimension: IMAGE.dimension });
    }
    return vectors;
  }
  const isCode = fields.content_type === 'code';
  const output = isCode ? CODE : TEXT;
  if (parameters[isCode ? 'run_code_embedding' : 'run_text_embedding'] === false) return vectors;
  const [vector] = await embedTexts([fields.text ?? ''], output, services);
  if (vector !== undefined) vectors[output.index] = vector;
  return vectors;
}

const modalityOf = (name: string): string => (name === 'pdf' ? 'document' : name === 'video' ? 'video' : 'text');
