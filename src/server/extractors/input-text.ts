import { ExtractionError } from './extraction-error.js';
import type { InputValue, SourceFile } from './extractor.js';
import { pageText } from './page-blocks.js';
import { readHtml } from './read-html.js';
import { readPdf } from './read-pdf.js';

/** The text of an input: a value as it is, and of a file what is readable in it. Pages of a PDF are parted by form feeds. */
export async function textOfInput(input: InputValue, name: string): Promise<string> {
  if (input.kind === 'file') return textOfFile(input.file, name);
  if (input.kind === 'vector')
    throw new ExtractionError('validation', `The input "${name}" is a vector, and must be text.`);
  const { value } = input;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join('\n\n');
  const got = JSON.stringify(value).slice(0, 60);
  throw new ExtractionError('validation', `The input "${name}" must be text, and is ${got}.`);
}

export async function textOfFile(file: SourceFile, name: string): Promise<string> {
  if (isPdf(file)) return (await readPdf(file.bytes)).map(pageText).join('\f');
  const text = decode(file, name);
  return /html/.test(file.contentType) ? (await readHtml(text)).text : text;
}

/** PDFs are known by their first bytes, whatever media type they came with. */
export const isPdf = ({ contentType, bytes }: SourceFile): boolean =>
  contentType === 'application/pdf' || String.fromCharCode(...bytes.subarray(0, 5)) === '%PDF-';

function decode({ bytes, contentType }: SourceFile, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ExtractionError('validation', `The file of "${name}" (${contentType}) is not UTF-8 text.`, { cause });
  }
}
