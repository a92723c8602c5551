import type { UploadProgress } from '../call.js';
import { ValidationError } from '../errors.js';
import type { PartSpec } from '../operation.js';
import type { FileSource, ToFileSource } from './file-source.js';

export interface MultipartOptions {
  /**
   * Called after each chunk with the bytes of the body that were handed on, the form's own lines included, so that
   * `loaded` ends at `total`. In a browser that is before they are sent, since its `fetch` does not report.
   */
  onProgress?: ((progress: UploadProgress) => void) | undefined;
}

export type FormPart =
  { readonly name: string; readonly text: string } | { readonly name: string; readonly file: FileSource };

/**
 * The parts to send: those of the row in its order, then any other field. Absent and null fields are left out, since a
 * form has no null. Objects and arrays are sent as JSON text.
 * @throws ValidationError naming required parts that are missing.
 */
export async function formParts(
  specs: readonly PartSpec[],
  fields: Readonly<Record<string, unknown>>,
  fileSource: ToFileSource,
): Promise<FormPart[]> {
  const isGiven = (name: string): boolean => fields[name] !== undefined && fields[name] !== null;
  const missing = specs.filter((spec) => spec.required === true && !isGiven(spec.name));
  if (missing.length > 0) {
    throw new ValidationError(`Missing: ${missing.map((spec) => spec.name).join(', ')}.`, {
      fieldErrors: missing.map(({ name }) => ({ path: name, message: 'is required.', location: 'body' })),
    });
  }
  const known = new Set(specs.map((spec) => spec.name));
  const others = Object.keys(fields).filter((name) => !known.has(name));
  const ordered: PartSpec[] = [...specs, ...others.map((name) => ({ name }))];
  const parts: FormPart[] = [];
  for (const { name, file } of ordered) {
    if (!isGiven(name)) continue;
    const value = fields[name];
    parts.push(file === true ? { name, file: await fileSource(value, name) } : { name, text: textOf(name, value) });
  }
  return parts;
}

function textOf(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  const isNumeric = typeof value === 'bigint' || Number.isFinite(value);
  if (isNumeric || typeof value === 'boolean') return String(value);
  const text = typeof value === 'object' ? JSON.stringify(value) : undefined;
  if (text !== undefined) return text;
  const message = `is ${String(value)}, which a form cannot hold.`;
  throw new ValidationError(`${name} ${message}`, { fieldErrors: [{ path: name, message, location: 'body' }] });
}

/** Passes chunks on and reports what has been taken; the last one as it is handed over, since its reader may ask for no more. */
export async function* withProgress(
  chunks: AsyncIterable<Uint8Array>,
  options: MultipartOptions & { total: number | undefined; attempt: number },
): AsyncGenerator<Uint8Array> {
  const { onProgress, total, attempt } = options;
  let loaded = 0;
  onProgress?.({ loaded, total, attempt });
  for await (const chunk of chunks) {
    const taken = loaded + chunk.byteLength;
    const isLast = taken === total;
    if (isLast) onProgress?.({ loaded: taken, total, attempt });
    yield chunk;
    loaded = taken;
    if (!isLast) onProgress?.({ loaded, total, attempt });
  }
}
