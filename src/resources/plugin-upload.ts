import { ValidationError, type FieldError } from '../errors.js';
import { checkArchive } from './check-upload.js';

type Fields = Readonly<Record<string, unknown>>;

const NAME_FORM = /^[a-zA-Z][a-zA-Z0-9_]{2,63}$/;
const VERSION_FORM = /^\d+\.\d+\.\d+$/;

/**
 * Checks the fields of a plugin upload before a byte is sent, and returns them as they are to be sent.
 * @throws ValidationError naming every wrong field; or the file, when it is missing, empty or no gzip archive.
 */
export async function checkPluginUpload(fields: Fields): Promise<Fields> {
  const errors: FieldError[] = [];
  const refuse = (path: string, message: string): void => void errors.push({ path, message, location: 'body' });
  const { file, name, version } = fields;
  if (file === undefined || file === null || file === '')
    refuse('file', 'is required: a .tar.gz archive as a path, bytes, a Blob, a File or a stream.');
  if (typeof name !== 'string' || !NAME_FORM.test(name))
    refuse('name', `is ${JSON.stringify(name)}; it must be a letter and 2 to 63 letters, digits or "_".`);
  if (typeof version !== 'string' || !VERSION_FORM.test(version))
    refuse('version', `is ${JSON.stringify(version)}; it must be three numbers, such as 1.0.0.`);
  if (errors.length > 0) {
    const list = errors.map(({ path, message }) => `${path} ${message}`).join(' ');
    throw new ValidationError(`The plugin cannot be uploaded: ${list}`, { fieldErrors: errors });
  }
  const hint = 'Pack the plugin as a gzip-compressed tar: tar -czf plugin.tar.gz -C <plugin directory> .';
  return { ...fields, file: await checkArchive(file, hint) };
}
