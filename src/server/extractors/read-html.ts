import type { Parser } from 'htmlparser2';
import { ExtractionError } from './extraction-error.js';

export interface HtmlContent {
  readonly title: string | null;
  /** Readable text, one block to a line, blocks parted by an empty line. */
  readonly text: string;
  /** Contents of `<pre>` and `<code>` blocks. */
  readonly code: readonly string[];
  readonly links: readonly string[];
  readonly images: readonly { readonly src: string; readonly alt: string }[];
}

const BLOCKS: ReadonlySet<string> = new Set(
  'address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul'.split(
    ' ',
  ),
);
const HIDDEN: ReadonlySet<string> = new Set(['script', 'style', 'noscript', 'template', 'svg', 'head']);

/** The readable parts of a page. Broken HTML is read as browsers do. */
export async function readHtml(html: string): Promise<HtmlContent> {
  const htmlparser2 = await loadParser();
  const found = {
    title: '',
    code: [] as string[],
    links: [] as string[],
    images: [] as { src: string; alt: string }[],
  };
  const lines: string[] = [''];
  let hidden = 0;
  let inTitle = false;
  let preformatted: string | undefined;
  const parser: Parser = new htmlparser2.Parser({
    onopentag(name, attributes) {
      if (name === 'title') inTitle = true;
      if (HIDDEN.has(name)) hidden += 1;
      if (BLOCKS.has(name)) lines.push('');
      if (name === 'pre') preformatted = '';
      const { href, src, alt = '' } = attributes;
      if (name === 'a' && href !== undefined) found.links.push(href);
      if (name === 'img' && src !== undefined) found.images.push({ src, alt });
    },
    ontext(text) {
      if (inTitle) found.title += text;
      if (hidden > 0) return;
      if (preformatted !== undefined) preformatted += text;
      lines.push(`${lines.pop() ?? ''}${text}`);
    },
    onclosetag(name) {
      if (name === 'title') inTitle = false;
      if (HIDDEN.has(name)) hidden -= 1;
      if (BLOCKS.has(name)) lines.push('');
      if (name !== 'pre' || preformatted === undefined) return;
      if (preformatted.trim() !== '') found.code.push(preformatted.trim());
      preformatted = undefined;
    },
  });
  parser.end(html);
  const text = lines
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n\n');
  const title = found.title.replace(/\s+/g, ' ').trim();
  return { ...found, title: title === '' ? null : title, text };
}

async function loadParser() {
  try {
    return await import('htmlparser2');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ExtractionError(
      'dependency',
      `HTML is read by the package htmlparser2, which could not be loaded (${reason}). Install it: npm install htmlparser2`,
      { cause },
    );
  }
}
