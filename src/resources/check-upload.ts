import { fileSource } from '#file-source';
import { ValidationError, type FieldError } from '../errors.js';
import { nearest } from '../internal/nearest.js';
import { readHead } from '../transport/file-source-head.js';
import { invalidFile } from '../transport/file-source.js';

const MODEL_FORMATS = ['safetensors', 'onnx', 'pytorch', 'huggingface'] as const;
const TEXT_FIELDS = ['framework', 'task_type'] as const;
const FIELDS = ['file', 'name', 'version', 'model_format', ...TEXT_FIELDS, 'num_cpus', 'num_gpus', 'memory_gb'];
const GZIP_MAGIC = [0x1f, 0x8b] as const;
const PACK_MODEL = 'Pack the model as a gzip-compressed tar: tar -czf model.tar.gz -C <model directory> .';
const ZIP_MAGIC = [0x50, 0x4b] as const;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Checks the fields of a model upload before a byte is sent, and returns them as they are to be sent: a stream that had
 * to be opened to see its first bytes is replaced by one that starts with them.
 * @throws ValidationError naming every wrong field; or the file, when it is missing, empty or no gzip archive.
 */
export async function checkModelUpload(fields: Fields): Promise<Fields> {
  const errors = fieldErrors(fields);
  if (errors.length > 0) {
    const list = errors.map(({ path, message }) => `${path} ${message}`).join(' ');
    throw new ValidationError(`The model cannot be uploaded: ${list}`, { fieldErrors: errors });
  }
  return { ...fields, file: await checkArchive(fields.file) };
}

function fieldErrors(fields: Fields): FieldError[] {
  const errors: FieldError[] = [];
  const refuse = (path: string, message: string): void => {
    errors.push({ path, message, location: 'body' });
  };
  if (isAbsent(fields.file) || fields.file === '') {
    refuse('file', 'is required: a .tar.gz archive as a path, bytes, a Blob, a File or a stream.');
  }
  for (const name of ['name', 'version']) {
    const value = fields[name];
    if (isAbsent(value)) refuse(name, 'is required.');
    else if (typeof value !== 'string') refuse(name, `is ${show(value)}; it must be a string.`);
    else if (value.trim() === '') refuse(name, 'is empty.');
  }
  const formatError = modelFormatError(fields.model_format);
  if (formatError !== undefined) refuse('model_format', formatError);
  for (const name of TEXT_FIELDS) {
    const value = fields[name];
    if (!isAbsent(value) && typeof value !== 'string') refuse(name, `is ${show(value)}; it must be a string.`);
  }
  for (const name of ['num_cpus', 'memory_gb']) {
    const value = fields[name];
    if (isAbsent(value) || (isFiniteNumber(value) && value > 0)) continue;
    refuse(name, `is ${show(value)}; it must be a number above 0.`);
  }
  const gpus = fields.num_gpus;
  if (!isAbsent(gpus) && !(Number.isSafeInteger(gpus) && Number(gpus) >= 0)) {
    refuse('num_gpus', `is ${show(gpus)}; it must be a whole number, 0 or more.`);
  }
  for (const name of Object.keys(fields)) {
    // A name that resembles none may be one that the service learnt later.
    const meant = FIELDS.includes(name) ? undefined : nearest(name, FIELDS);
    if (meant !== undefined) refuse(name, `is unknown; did you mean ${meant}?`);
  }
  return errors;
}

function modelFormatError(format: unknown): string | undefined {
  const allowed = MODEL_FORMATS.join(', ');
  if (isAbsent(format)) return `is required: one of ${allowed}.`;
  if (typeof format !== 'string') return `is ${show(format)}; it must be one of ${allowed}.`;
  if (MODEL_FORMATS.some((known) => known === format)) return undefined;
  const meant = nearest(format, MODEL_FORMATS);
  return `is ${show(format)}; it must be one of ${allowed}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`;
}

/** The file to send, seen to start as a gzip archive does. */
export async function checkArchive(file: unknown, hint = PACK_MODEL): Promise<unknown> {
  const opened = await fileSource(file, 'file');
  const { head, source, release } = await readHead(opened, GZIP_MAGIC.length);
  if (startsWith(head, GZIP_MAGIC)) return source === opened ? file : source;
  const name = typeof file === 'string' ? file : opened.filename;
  await release();
  if (head.byteLength === 0) throw invalidFile('file', `${show(name)} is empty.`, hint);
  const found = [...head].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const kind = startsWith(head, ZIP_MAGIC) ? 'a zip archive' : `a file that starts with the bytes ${found}`;
  throw invalidFile('file', `${show(name)} is not a gzip archive but ${kind}.`, hint);
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}
