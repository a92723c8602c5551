/** One vector that an extractor writes, and the service that embeds queries for it. */
export interface ExtractorOutput {
  /** Last segment of the feature URI. */
  readonly output: string;
  /** The vector index that a namespace with this extractor gets. */
  readonly index: string;
  readonly dimension: number;
  readonly service: string;
  readonly purpose: 'text' | 'code' | 'image' | 'multimodal' | 'video';
  readonly description: string;
}

export interface BuiltinExtractor {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly icon: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly ExtractorOutput[];
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  readonly creditTier: 1 | 2 | 3 | 4;
}

const E5 = 'intfloat/multilingual-e5-large-instruct';
const SIGLIP = 'google/siglip-base-patch16-224';
const JINA_CODE = 'jinaai/jina-embeddings-v2-base-code';

const e5 = (index: string): ExtractorOutput => ({
  output: 'multilingual_e5_large_instruct_v1',
  index,
  dimension: 1024,
  service: E5,
  purpose: 'text',
  description: 'Multilingual E5 text embedding of 1,024 numbers.',
});

const jinaCode = (index: string): ExtractorOutput => ({
  output: 'jina_code_embedding',
  index,
  dimension: 768,
  service: JINA_CODE,
  purpose: 'code',
  description: 'Jina embedding of source code, 768 numbers.',
});

const siglip = (output: string, index: string): ExtractorOutput => ({
  output,
  index,
  dimension: 768,
  service: SIGLIP,
  purpose: 'image',
  description: 'SigLIP image embedding of 768 numbers.',
});

/** The extractors that come with the platform. */
export const BUILTIN_EXTRACTORS: readonly BuiltinExtractor[] = [
  {
    name: 'passthrough_extractor',
    version: 'v1',
    description: 'Copies the source fields into documents without computing anything.',
    icon: 'arrow-right',
    inputs: ['any'],
    outputs: [],
    parameters: {},
    creditTier: 1,
  },
  {
    name: 'text_extractor',
    version: 'v1',
    description: 'Splits text into chunks and embeds each chunk of up to 512 tokens.',
    icon: 'file-text',
    inputs: ['text', 'string'],
    outputs: [e5('text_extractor_v1_embedding')],
    parameters: { split_by: 'none', chunk_size: 1000, chunk_overlap: 0, language: 'en' },
    creditTier: 1,
  },
  {
    name: 'multimodal_extractor',
    version: 'v1',
    description: 'Embeds videos, images, GIFs and text into one space, and transcribes speech.',
    icon: 'film',
    inputs: ['video', 'image', 'text', 'string', 'gif'],
    outputs: [
      {
        output: 'vertex_multimodal_embedding',
        index: 'multimodal_extractor_v1_multimodal_embedding',
        dimension: 1408,
        service: 'google/multimodalembedding@001',
        purpose: 'multimodal',
        description: 'Multimodal embedding of 1,408 numbers for pictures, video and text.',
      },
      {
        ...e5('multimodal_extractor_v1_transcription_embedding'),
        output: 'multimodal_transcription_embedding',
        description: 'E5 embedding of the transcript, 1,024 numbers.',
      },
    ],
    parameters: {
      split_method: 'time',
      time_split_interval: 10,
      run_transcription: true,
      run_ocr: false,
      run_video_description: false,
      enable_thumbnails: true,
    },
    creditTier: 3,
  },
  {
    name: 'image_extractor',
    version: 'v1',
    description: 'Embeds images so that they can be found by image or by text.',
    icon: 'image',
    inputs: ['image'],
    outputs: [siglip('google_siglip_base_v1', 'image_extractor_v1_embedding')],
    parameters: { enable_thumbnails: true, use_cdn: false },
    creditTier: 2,
  },
  {
    name: 'face_identity_extractor',
    version: 'v1',
    description: 'Finds faces in images and videos and embeds who they are.',
    icon: 'user',
    inputs: ['image', 'video'],
    outputs: [
      {
        output: 'arcface_embedding',
        index: 'face_identity_extractor_v1_embedding',
        dimension: 512,
        service: 'insightface/arcface_r100',
        purpose: 'image',
        description: 'ArcFace identity embedding of 512 numbers.',
      },
    ],
    parameters: {
      detection_model: 'scrfd_2.5g',
      min_face_size: 20,
      detection_threshold: 0.5,
      normalize_embeddings: true,
      video_sampling_fps: 1,
      video_deduplication: true,
    },
    creditTier: 2,
  },
  {
    name: 'document_graph_extractor',
    version: 'v1',
    description: 'Reads the layout of PDF pages and embeds the text of every block.',
    icon: 'file',
    inputs: ['pdf'],
    outputs: [e5('document_graph_extractor_v1_text_embedding')],
    parameters: { use_layout_detection: true, layout_detector: 'pymupdf', min_text_length: 20, fast_mode: false },
    creditTier: 2,
  },
  {
    name: 'web_scraper',
    version: 'v1',
    description: 'Crawls web pages and embeds their text, code and images.',
    icon: 'globe',
    inputs: ['string', 'text'],
    outputs: [
      e5('web_scraper_v1_text_embedding'),
      jinaCode('web_scraper_v1_code_embedding'),
      siglip('siglip_embedding', 'web_scraper_v1_image_embedding'),
    ],
    parameters: {
      max_depth: 2,
      max_pages: 50,
      crawl_timeout: 300,
      crawl_mode: 'deterministic',
      chunk_strategy: 'none',
    },
    creditTier: 2,
  },
  {
    name: 'course_content_extractor',
    version: 'v1',
    description: 'Aligns lecture videos, subtitles, slides and code, and embeds the pieces.',
    icon: 'book',
    inputs: ['video', 'pdf', 'text'],
    outputs: [
      e5('course_content_extractor_v1_text_embedding'),
      jinaCode('course_content_extractor_v1_code_embedding'),
      siglip('siglip_embedding', 'course_content_extractor_v1_image_embedding'),
    ],
    parameters: { target_segment_duration_ms: 120000, segmentation_method: 'scene', use_whisper_asr: true },
    creditTier: 3,
  },
  {
    name: 'gemini_multifile_extractor',
    version: 'v1',
    description: 'Embeds several files of one object together, so that one query may carry several contents.',
    icon: 'layers',
    inputs: ['image', 'video', 'audio', 'pdf', 'text', 'string'],
    outputs: [
      {
        output: 'gemini_multifile_embedding',
        index: 'gemini_multifile_extractor_v1_embedding',
        dimension: 3072,
        service: 'google/gemini-embedding',
        purpose: 'multimodal',
        description: 'Joint embedding of several files, 3,072 numbers.',
      },
    ],
    parameters: {},
    creditTier: 4,
  },
  {
    name: 'sentiment_classifier',
    version: 'v1',
    description: 'Says whether a text is positive or negative, and embeds it when asked to.',
    icon: 'smile',
    inputs: ['text', 'string'],
    outputs: [e5('sentiment_classifier_v1_embedding')],
    parameters: { max_length: 512, batch_size: 32, return_all_scores: true, embed: false },
    creditTier: 1,
  },
];

type Outputs = readonly [ExtractorOutput, ExtractorOutput, ExtractorOutput];

/** The outputs of a built-in extractor, in their order; those after the last are the last again. */
export function outputsOf(name: string): Outputs {
  const outputs = BUILTIN_EXTRACTORS.find((extractor) => extractor.name === name)?.outputs ?? [];
  const [first, second = first, third = second] = outputs;
  if (first === undefined || second === undefined || third === undefined) {
    throw new Error(`The extractor "${name}" fills no vector index.`);
  }
  return [first, second, third];
}

export const extractorId = (extractor: BuiltinExtractor): string => `${extractor.name}_${extractor.version}`;

export const featureUri = (extractor: BuiltinExtractor, output: ExtractorOutput): string =>
  `mixpeek://${extractor.name}@${extractor.version}/${output.output}`;

export function findExtractor(name: string, version: string): BuiltinExtractor | undefined {
  return BUILTIN_EXTRACTORS.find((extractor) => extractor.name === name && extractor.version === version);
}
