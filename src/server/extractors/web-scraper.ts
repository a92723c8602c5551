import { RE2JS } from 're2js';
import type { JsonObject } from '../../internal/json.js';
import { textsOf } from '../json-object.js';
import { unprocessable } from '../problem.js';
import { outputsOf } from './catalog.js';
import { chunkText, type SplitBy } from './chunk-text.js';
import { contentVector } from './content-vector.js';
import { crawl, type CrawledPage } from './crawl.js';
import { embedTexts } from './embed-text.js';
import { ExtractionError } from './extraction-error.js';
import type { ExtractedDocument, Extractor, ExtractorServices } from './extractor.js';
import { refuseGeneration } from './generation.js';
import { textOfInput } from './input-text.js';
import { checkChunkSize } from './text.js';

const [TEXT, CODE, IMAGE] = outputsOf('web_scraper');

/** Follows links from an address, and embeds text, source code and pictures of the pages. */
export const webScraper: Extractor = {
  inputs: { url: ['string', 'text'] },
  parameters: 'WebScraperExtractorParams',
  reachesOut: true,
  standIn:
    'Pages are read as they are sent, without running scripts, and without pauses between them. Only this machine and hosts of the option allowHosts are reached; the vector of a picture depends on its bytes alone.',
  outputs: {
    url: { type: 'string' },
    title: { type: 'string' },
    text: { type: 'text' },
    content_type: { type: 'string' },
    depth: { type: 'integer' },
    image_url: { type: 'string' },
  },
  check(parameters) {
    refuseGeneration(parameters, ['response_shape', 'llm_provider', 'llm_model', 'llm_api_key']);
    checkChunkSize(parameters);
    for (const name of ['include_patterns', 'exclude_patterns']) patternsOf(parameters, name);
  },
  async extract({ values, parameters }, services) {
    const input = values['url'];
    if (input === undefined) throw new ExtractionError('validation', 'There is no address.');
    const pages = await crawl((await textOfInput(input, 'url')).trim(), {
      maxDepth: Number(parameters['max_depth']),
      maxPages: Number(parameters['max_pages']),
      retries: Number(parameters['max_retries']),
      timeoutMs: Number(parameters['crawl_timeout']) * 1000,
      headers: headersOf(parameters),
      include: patternsOf(parameters, 'include_patterns'),
      exclude: patternsOf(parameters, 'exclude_patterns') ?? [],
      services,
    });
    const documents: ExtractedDocument[] = [];
    for (const page of pages) documents.push(...(await documentsOf(page, { parameters, services })));
    return documents;
  },
};

interface Run {
  readonly parameters: JsonObject;
  readonly services: ExtractorServices;
}

async function documentsOf(page: CrawledPage, run: Run): Promise<ExtractedDocument[]> {
  const { parameters, services } = run;
  const about: JsonObject = { url: page.url, title: page.title, depth: page.depth };
  const documents: ExtractedDocument[] = [];
  const add = (kind: string, fields: JsonObject, vectors: Record<string, Float32Array>): void => {
    const index = documents.length;
    documents.push({
      key: keyOf({ page, index, fields }, run),
      fields: { ...about, content_type: kind, ...fields },
      vectors,
      modality: kind === 'image' ? 'image' : 'text',
    });
  };

  const texts = chunksOf(page.text, parameters);
  const textVectors = parameters['generate_text_embeddings'] === false ? [] : await embedTexts(texts, TEXT, services);
  texts.forEach((text, index) => add('text', { text }, vectorAt(TEXT.index, textVectors[index])));
  if (parameters['generate_code_embeddings'] !== false) {
    const vectors = await embedTexts(page.code, CODE, services);
    page.code.forEach((code, index) => add('code', { text: code }, vectorAt(CODE.index, vectors[index])));
  }
  if (parameters['generate_image_embeddings'] !== false) {
    for (const { url, alt, bytes } of await page.loadImages()) {
      const space = { space: IMAGE.service, dimension: IMAGE.dimension };
      add('image', { image_url: url, text: alt }, { [IMAGE.index]: contentVector(services.sha256(bytes), space) });
    }
  }
  return documents;
}

const vectorAt = (index: string, vector: Float32Array | undefined): Record<string, Float32Array> =>
  vector === undefined ? {} : { [index]: vector };

function keyOf(
  { page, index, fields }: { page: CrawledPage; index: number; fields: JsonObject },
  { parameters, services }: Run,
): string {
  switch (parameters['document_id_strategy']) {
    case 'position':
      return `${page.position}-${index}`;
    case 'content':
      return `${services.sha256(JSON.stringify(fields))}-${index}`;
    default:
      return `${page.url}#${index}`;
  }
}

function chunksOf(text: string, parameters: JsonObject): string[] {
  return chunkText(text, {
    splitBy: parameters['chunk_strategy'] as SplitBy,
    size: Number(parameters['chunk_size']),
    overlap: Number(parameters['chunk_overlap']),
  }).map((chunk) => chunk.text);
}

function headersOf({ custom_headers: headers }: JsonObject): Record<string, string> {
  return typeof headers === 'object' && headers !== null ? (headers as Record<string, string>) : {};
}

function patternsOf(parameters: JsonObject, name: string): RE2JS[] | undefined {
  const sources = parameters[name];
  if (!Array.isArray(sources)) return undefined;
  return textsOf(sources).map((source, index) => {
    try {
      return RE2JS.compile(source);
    } catch (error) {
      const message = `is no regular expression of RE2: ${error instanceof Error ? error.message : String(error)}`;
      throw unprocessable([
        { type: 'pattern', location: ['body', 'feature_extractor', 'parameters', name, index], message },
      ]);
    }
  });
}
