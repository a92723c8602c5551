import { outputsOf } from './catalog.js';
import { embedTexts } from './embed-text.js';
import { ExtractionError } from './extraction-error.js';
import type { Extractor, ExtractorInput } from './extractor.js';
import { isPdf, textOfInput } from './input-text.js';
import { pageBlocks, pageText } from './page-blocks.js';
import { readPdf } from './read-pdf.js';

const [EMBEDDING] = outputsOf('document_graph_extractor');

interface Block {
  readonly text: string;
  readonly page: number;
  readonly box: readonly number[] | null;
}

/** Reads the text of documents block by block, and embeds each. */
export const documentGraph: Extractor = {
  inputs: { pdf: ['pdf', 'text', 'string'] },
  parameters: 'DocumentGraphExtractorParams',
  standIn: 'Blocks come from the places of text on the page; no vision model looks at it, and there are no previews.',
  outputs: {
    text: { type: 'text' },
    page_number: { type: 'integer' },
    block_index: { type: 'integer' },
    bounding_box: { type: 'array', items: { type: 'number' } },
  },
  async extract({ values, parameters }, services) {
    const least = Number(parameters['min_text_length']);
    const blocks = (await readBlocks({ values, parameters })).filter(({ text }) => text.length >= least);
    const embeds = parameters['run_text_embedding'] !== false;
    const texts = blocks.map(({ text }) => text);
    const vectors = embeds ? await embedTexts(texts, EMBEDDING, services) : [];
    return blocks.map(({ text, page, box }, index) => {
      const vector = vectors[index];
      return {
        key: String(index),
        fields: { text, page_number: page, block_index: index, ...(box === null ? {} : { bounding_box: [...box] }) },
        vectors: vector === undefined ? {} : { [EMBEDDING.index]: vector },
        modality: 'document',
      };
    });
  },
};

/** What is no PDF has no places: its pages are parted by form feeds, its blocks by empty lines. */
async function readBlocks({ values, parameters }: ExtractorInput): Promise<Block[]> {
  const input = values['pdf'];
  if (input === undefined) throw new ExtractionError('validation', 'There is no document.');
  if (input.kind !== 'file' || !isPdf(input.file)) {
    const pages = (await textOfInput(input, 'pdf')).split('\f');
    return pages.flatMap((page, index) =>
      page.split(/\n\s*\n/).map((text) => ({ text: text.trim(), page: index + 1, box: null })),
    );
  }
  const pages = await readPdf(input.file.bytes);
  const gaps = {
    verticalGap: Number(parameters['vertical_threshold']),
    horizontalGap: Number(parameters['horizontal_threshold']),
  };
  return pages.flatMap((items, index): Block[] => {
    const page = index + 1;
    if (parameters['use_layout_detection'] === false) return [{ text: pageText(items), page, box: null }];
    return pageBlocks(items, gaps).map((block) => ({ ...block, page }));
  });
}
