import { ExtractionError } from './extraction-error.js';

/** One run of text of a page, in points from the lower left corner. */
export interface PdfText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

type Unpdf = typeof import('unpdf');

/** The text of a PDF, page by page, by the optional package `unpdf`. */
export async function readPdf(bytes: Uint8Array): Promise<PdfText[][]> {
  const { extractTextItems } = await loadUnpdf();
  try {
    // PDF.js takes the buffer over, and the bytes may be read again.
    const { items } = await extractTextItems(bytes.slice());
    return items.map((page) =>
      page
        .map(({ str, x, y, width, height }) => ({ text: str, x, y, width, height }))
        .filter(({ text }) => text !== ''),
    );
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ExtractionError('validation', `The file cannot be read as a PDF: ${reason}`, { cause });
  }
}

async function loadUnpdf(): Promise<Unpdf> {
  try {
    return await import('unpdf');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ExtractionError(
      'dependency',
      `Text of PDFs is read by the package unpdf, which could not be loaded (${reason}). Install it: npm install unpdf`,
      { cause },
    );
  }
}
