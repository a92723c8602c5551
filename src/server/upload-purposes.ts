import { checkBundle } from './resolvers/apps/check-bundle.js';
import { checkArchive } from './resolvers/models/check-archive.js';

interface Purpose {
  /** Ending of the stored name. */
  readonly extension: string;
  /** Looks into what came; may throw the `Problem` that says what is wrong with it. */
  readonly check?: (file: { open(): AsyncIterable<Uint8Array>; filename: string; size: number }) => Promise<void>;
}

/** What files are uploaded for. What a check finds is told when the upload is confirmed, so that it may be put again. */
export const UPLOAD_PURPOSES = {
  /** A model of the organization: a gzip archive of a tar. */
  model: { extension: '.tar.gz', check: checkArchive },
  /** An app: a zip archive, or a gzip archive of a tar. */
  app: { extension: '', check: checkBundle },
  /** A plugin: a gzip archive of a tar, looked into when it is confirmed. */
  plugin: { extension: '.tar.gz', check: checkArchive },
  /** A file of a bucket. */
  object: { extension: '' },
} as const satisfies Readonly<Record<string, Purpose>>;

export type UploadPurpose = keyof typeof UPLOAD_PURPOSES;

export const purposeOf = (name: string): Purpose => {
  const purposes: Readonly<Record<string, Purpose>> = UPLOAD_PURPOSES;
  return purposes[name] ?? { extension: '' };
};
