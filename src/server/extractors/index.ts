import { courseContent } from './course-content.js';
import { documentGraph } from './document-graph.js';
import type { Extractor } from './extractor.js';
import { faceIdentity } from './face-identity.js';
import { geminiMultifile } from './gemini-multifile.js';
import { image } from './image.js';
import { multimodal } from './multimodal.js';
import { passthrough } from './passthrough.js';
import { sentiment } from './sentiment.js';
import { text } from './text.js';
import { webScraper } from './web-scraper.js';

/** The extractors that run here, by name. */
const EXTRACTORS: Readonly<Record<string, Extractor>> = {
  passthrough_extractor: passthrough,
  text_extractor: text,
  multimodal_extractor: multimodal,
  image_extractor: image,
  face_identity_extractor: faceIdentity,
  document_graph_extractor: documentGraph,
  web_scraper: webScraper,
  course_content_extractor: courseContent,
  gemini_multifile_extractor: geminiMultifile,
  sentiment_classifier: sentiment,
};

export const extractorNamed = (name: string): Extractor | undefined =>
  Object.hasOwn(EXTRACTORS, name) ? EXTRACTORS[name] : undefined;
